package io.pgbaton.backupagent.decide;

/** What a lane waits for by the clock. */
public enum RunTimer {
    /** Until a job whose turn has not come is tried again. */
    RETRY,
    /** The wrapper says within this that pgBackRest runs. */
    START,
    /** How long a run may take. */
    LIMIT,
    /** How long a run that was cancelled may need to end. */
    CANCEL
}
