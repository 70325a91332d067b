package io.pgbaton.backupagent.decide;

import java.time.Duration;

/**
 * Bounds of everything that a lane waits for.
 *
 * @param start until the wrapper says that pgBackRest runs
 * @param run the longest that a run may take
 * @param cancel until a run that was cancelled has ended
 * @param firstRetry doubled each time up to {@code lastRetry}
 * @param waiting jobs that may wait behind the one at work
 * @param locked whether a job needs the lock of its stanza over the whole fleet
 */
public record RunLimits(
        Duration start,
        Duration run,
        Duration cancel,
        Duration firstRetry,
        Duration lastRetry,
        int waiting,
        boolean locked) {

    /** Before the attempt after this one. */
    Duration retryAfter(int attempt) {
        Duration pause = firstRetry;
        for (int i = 1; i < attempt && pause.compareTo(lastRetry) < 0; i++) {
            pause = pause.multipliedBy(2);
        }
        return pause.compareTo(lastRetry) < 0 ? pause : lastRetry;
    }
}
