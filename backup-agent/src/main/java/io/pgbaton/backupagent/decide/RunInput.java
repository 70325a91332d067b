package io.pgbaton.backupagent.decide;

/** What reaches the machine of one lane. {@code at} is monotonic nanoseconds. */
public sealed interface RunInput {
    long at();

    record Commanded(long at, Job job) implements RunInput {}

    /** A run of an earlier life of this agent of which no outcome is recorded. */
    record Found(long at, Attempt attempt) implements RunInput {}

    record LockTaken(long at) implements RunInput {}

    /** Another agent works on the stanza. */
    record LockHeld(long at, String holder) implements RunInput {}

    /** etcd did not say; nothing is held. */
    record LockUnknown(long at, String reason) implements RunInput {}

    /** R11: what operators ask, as etcd says. */
    record Paused(long at, String reason) implements RunInput {}

    /** @param name one word for why, {@code not-started} when nothing better is known */
    record LaunchFailed(long at, String name, String reason) implements RunInput {}

    record Said(long at, Line line) implements RunInput {}

    record Ended(long at, int code, String name, String lastWords) implements RunInput {}

    /** The process is gone and did not say how it ended. */
    record Vanished(long at, String reason) implements RunInput {}

    record TimerFired(long at, RunTimer timer, long serial) implements RunInput {}
}
