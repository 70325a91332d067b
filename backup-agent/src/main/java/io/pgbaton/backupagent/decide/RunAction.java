package io.pgbaton.backupagent.decide;

import io.pgbaton.proto.v1.RefusalReason;
import java.time.Duration;

/** What the machine of a lane asks for. */
public sealed interface RunAction {

    /** R9: before anything is done for the attempt, the lock of the stanza included. */
    record Intend(Attempt attempt) implements RunAction {}

    /** Answered by {@link RunInput.LockTaken}, {@code LockHeld}, {@code LockUnknown} or {@code Paused}. */
    record TakeLock(Job job) implements RunAction {}

    record ReleaseLock() implements RunAction {}

    /** pgBackRest in a folder of its own, and watch it. */
    record Launch(Attempt attempt) implements RunAction {}

    /** It is there already: watch it, and hold the lock if it can be had. */
    record Watch(Attempt attempt) implements RunAction {}

    record Cancel(Attempt attempt) implements RunAction {}

    record TellStarted(Attempt attempt) implements RunAction {}

    /** @param phase of a drill, empty otherwise */
    record TellProgress(Attempt attempt, Line.Progress progress, String phase) implements RunAction {}

    /** The outcome of its intent; after it the folder of the run is no longer looked at. */
    record Conclude(Attempt attempt, Conclusion conclusion) implements RunAction {}

    record Refuse(Job job, RefusalReason reason, String detail) implements RunAction {}

    /** A command came again (R8). */
    record Already(Job job) implements RunAction {}

    /** What is in the repository may have changed. */
    record AskInfo() implements RunAction {}

    record StartTimer(RunTimer timer, long serial, Duration after) implements RunAction {}

    record CancelTimer(RunTimer timer) implements RunAction {}
}
