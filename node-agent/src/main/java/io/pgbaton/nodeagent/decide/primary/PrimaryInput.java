package io.pgbaton.nodeagent.decide.primary;

/** What is told to {@link PrimaryMachine}; {@code at} is CLOCK_BOOTTIME in nanoseconds. */
public sealed interface PrimaryInput {
    long at();

    /**
     * The leader key was read.
     *
     * @param epoch in which this member leads, 0 when it does not
     * @param reaffirmed the same reign under a new number: what was true stays true
     */
    record LeaderSeen(long at, long epoch, boolean reaffirmed, boolean standbyCluster, String systemIdentifier)
            implements PrimaryInput {}

    /** A linearizable read, sent at {@code sentAt}, showed this member as leader of this epoch. */
    record Confirmed(long at, long sentAt, long epoch) implements PrimaryInput {}

    record Answered(long at, PostgresAnswer answer) implements PrimaryInput {}

    /** A commit went through, or did not within the time it was given. */
    record CommitTried(long at, long epoch, boolean committed, String lsn, long took, String detail)
            implements PrimaryInput {}
}
