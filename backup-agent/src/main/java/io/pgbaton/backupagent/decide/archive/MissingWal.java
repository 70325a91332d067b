package io.pgbaton.backupagent.decide.archive;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * WAL that a repository does not have, though it has WAL before and after it, or a backup needs it.
 *
 * @param first name of the first segment
 * @param last of the last
 * @param since when the next one came that is there: a backup begun later does not need them; empty when there is none, the
 *     archive ends before them
 * @param covered a backup was begun after it: from that one on every point in time can be reached
 * @param broken backups that cannot be restored at all without it, by their labels
 * @param before backups that were begun before it: from them nothing after it can be reached
 */
public record MissingWal(
        String first,
        String last,
        long files,
        Optional<Instant> since,
        boolean covered,
        List<String> broken,
        List<String> before) {

    public MissingWal {
        broken = List.copyOf(broken);
        before = List.copyOf(before);
    }
}
