package io.pgbaton.backupagent.decide;

import io.pgbaton.proto.id.EventIds;

/**
 * One try to do a job.
 *
 * @param number from 1
 */
public record Attempt(Job job, int number) {

    Attempt again() {
        return new Attempt(job, number + 1);
    }

    /** Of the intent, its outcome, and the folder of the run. */
    public String id() {
        return EventIds.attempt(job.id(), number);
    }
}
