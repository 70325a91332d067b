package io.pgbaton.backupagent.decide.archive;

import java.time.Instant;

/**
 * The WAL that one backup needs to be consistent, in segments from the beginning of all WAL.
 *
 * @param stop the last one, included
 * @param ended when the backup ended
 */
record Need(String label, int timeline, long start, long stop, Instant ended) {

    static Need of(KeptBackup backup, WalSegments segments) {
        return new Need(
                backup.label(),
                WalSegments.timeline(backup.walStop()),
                segments.number(backup.walStart()),
                segments.number(backup.walStop()),
                backup.stop());
    }

    boolean has(long number) {
        return start <= number && number <= stop;
    }

    /** Whether it was begun after that segment: a later timeline begins after whatever of an earlier one it goes on from. */
    boolean isAfter(int timeline, long number) {
        return this.timeline > timeline || (this.timeline == timeline && start > number);
    }
}
