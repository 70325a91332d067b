package io.pgbaton.nodeagent.config;

import io.pgbaton.runtime.config.Check;
import io.pgbaton.runtime.config.ConfigNode;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/**
 * How the archiving of the database beside this agent is watched while it is the primary.
 *
 * @param every how often, 1 s to 1 h
 * @param stuckAfter WAL waits and nothing is archived for this long: 10 s to 1 d
 * @param log of PostgreSQL: a file, or a folder whose newest file it is; the cause of a failure is there
 * @param spool folder in which pgBackRest keeps the answers of asynchronous archiving: {@code SPOOL/archive/STANZA/out}
 */
public record ArchiveConfig(Duration every, Duration stuckAfter, Optional<Path> log, Optional<Path> spool) {
    /** What a file without the block says. */
    public static final ArchiveConfig DEFAULT =
            new ArchiveConfig(Duration.ofSeconds(10), Duration.ofMinutes(5), Optional.empty(), Optional.empty());

    static ArchiveConfig read(ConfigNode node) {
        return new ArchiveConfig(
                node.duration("every")
                        .must(Check.between(Duration.ofSeconds(1), Duration.ofHours(1)))
                        .orElse(DEFAULT.every()),
                node.duration("stuckAfter")
                        .must(Check.between(Duration.ofSeconds(10), Duration.ofDays(1)))
                        .orElse(DEFAULT.stuckAfter()),
                node.path("log").optional(),
                node.path("spool").optional());
    }
}
