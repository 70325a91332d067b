package io.pgbaton.backupagent.decide.archive;

import java.time.Instant;
import java.util.Comparator;

/**
 * WAL files of one timeline and one log that follow each other in a repository. The name of a file is the timeline, the log, and
 * its number in the log, eight hexadecimal digits each.
 *
 * @param log the middle part
 * @param first the last part, of the first file
 * @param last of the last
 * @param came when the first file came into the repository
 */
public record WalRun(int timeline, long log, long first, long last, Instant came) {
    public static final Comparator<WalRun> BY_NAME = Comparator.comparingInt(WalRun::timeline)
            .thenComparingLong(WalRun::log)
            .thenComparingLong(WalRun::first);

    /** Whether a file is the next of this run, or its last once more, under another checksum or compression. */
    public boolean goesOn(int timeline, long log, long number) {
        return this.timeline == timeline && this.log == log && (number == last + 1 || number == last);
    }

    public WalRun upTo(long number) {
        return new WalRun(timeline, log, first, number, came);
    }
}
