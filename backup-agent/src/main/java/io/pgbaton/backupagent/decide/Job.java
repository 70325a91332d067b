package io.pgbaton.backupagent.decide;

import io.pgbaton.proto.v1.BackupTask;

/**
 * One thing to do with a stanza.
 *
 * @param id of the command; of this agent's own look at the repository an id of its own
 * @param handover that it belongs to, empty for none
 * @param deadline until when it may wait for its turn, monotonic nanoseconds
 * @param recorded on the audit; what only looks, and was not commanded, is not
 */
public record Job(
        String id, BackupTask task, String actor, String reason, String handover, long deadline, boolean recorded) {

    /** The same with more of it said. */
    public Job of(BackupTask said) {
        return new Job(id, said, actor, reason, handover, deadline, recorded);
    }
}
