package io.pgbaton.backupagent.config;

import io.pgbaton.runtime.config.Check;
import io.pgbaton.runtime.config.ConfigNode;
import java.time.Duration;

/**
 * Bounds of what is waited for.
 *
 * @param run the longest that pgBackRest may take; then it is cancelled
 * @param start until the wrapper says that pgBackRest runs
 * @param cancel until a run that was cancelled has ended
 * @param info how often the repository is looked at
 * @param archive how often it is looked whether WAL is missing
 * @param keepRuns of each stanza, what pgBackRest said stays on disk
 */
public record LimitsConfig(
        Duration run, Duration start, Duration cancel, Duration info, Duration archive, int keepRuns) {
    public static final LimitsConfig USUAL = new LimitsConfig(
            Duration.ofDays(1),
            Duration.ofSeconds(30),
            Duration.ofMinutes(1),
            Duration.ofMinutes(5),
            Duration.ofMinutes(15),
            50);

    static LimitsConfig read(ConfigNode node) {
        Duration run = node.duration("run")
                .must(Check.between(Duration.ofMinutes(1), Duration.ofDays(14)))
                .orElse(USUAL.run());
        Duration start = node.duration("start")
                .must(Check.between(Duration.ofSeconds(1), Duration.ofMinutes(10)))
                .orElse(USUAL.start());
        Duration cancel = node.duration("cancel")
                .must(Check.between(Duration.ofSeconds(1), Duration.ofHours(1)))
                .orElse(USUAL.cancel());
        Duration info = node.duration("info")
                .must(Check.between(Duration.ofSeconds(10), Duration.ofDays(1)))
                .orElse(USUAL.info());
        Duration archive = node.duration("archive")
                .must(Check.between(Duration.ofSeconds(10), Duration.ofDays(1)))
                .orElse(USUAL.archive());
        long keep = node.integer("keepRuns").must(Check.between(5L, 10_000L)).orElse((long) USUAL.keepRuns());
        return new LimitsConfig(run, start, cancel, info, archive, (int) keep);
    }
}
