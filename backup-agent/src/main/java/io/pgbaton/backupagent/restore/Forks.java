package io.pgbaton.backupagent.restore;

import io.pgbaton.proto.v1.RestoreTargetKind;
import io.pgbaton.proto.v1.StartMember;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/**
 * Why the timeline of a restored leader began, as PostgreSQL itself wrote it down (timeline.c, the third column of a history file):
 * a Patroni that was started again in the middle of recovery forgets the target, and promotes wherever it stands. Blocks.
 */
record Forks(Path dataDirectory) {
    private static final String NO_TARGET = "no recovery target specified";

    /** What is wrong, for the reader; empty when nothing is, or no target was asked for. */
    String fault(StartMember wanted, Look look) throws IOException {
        boolean aimed = !wanted.getReplica()
                && wanted.getTarget().getKind() != RestoreTargetKind.RESTORE_TARGET_KIND_END
                && look.timeline() > 0;
        Path history =
                dataDirectory.resolve("pg_wal").resolve(String.format(Locale.ROOT, "%08X.history", look.timeline()));
        if (!aimed || !Files.exists(history)) {
            return "";
        }
        List<String> forks = Files.readAllLines(history).stream()
                .filter(line -> !line.isBlank())
                .toList();
        boolean missed = !forks.isEmpty() && forks.get(forks.size() - 1).contains(NO_TARGET);
        return missed
                ? "it was promoted before the target was reached: Patroni was started again while WAL was replayed, and forgot it."
                        + " Stop it, move its data directory away, `patronictl remove` the new cluster, then resume"
                : "";
    }
}
