package io.pgbaton.backupagent.decide.archive;

import java.time.Instant;
import java.util.List;

/**
 * What one repository had when it was listed. It is half of what has to be known: the backups are the other.
 *
 * @param history which of the archives of its stanza it is; an upgrade of the stanza begins another
 * @param runs by timeline, each in order
 * @param begun when the list was begun: what came later may be in it or not
 * @param readNanos when all of it was read, monotonic
 */
public record ListedArchive(int history, List<WalRun> runs, Instant begun, long readNanos) {

    public ListedArchive {
        runs = List.copyOf(runs);
    }

    /**
     * Whether the backups were asked for late enough to go with this list. Expiry forgets a backup first and removes its WAL then: of
     * what is still known after the list was read, nothing had been removed; of what was known before, some may be gone rightly.
     *
     * @param nanos when pgBackRest was asked for the backups, monotonic
     */
    public boolean goesWithBackupsAskedForAt(long nanos) {
        return nanos - readNanos > 0;
    }
}
