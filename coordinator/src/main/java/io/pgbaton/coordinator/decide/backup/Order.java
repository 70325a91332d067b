package io.pgbaton.coordinator.decide.backup;

import io.pgbaton.proto.v1.BackupType;
import java.time.Instant;

/**
 * A backup that was commanded.
 *
 * @param anchor what it is for; with the attempt it makes the command's id (R8)
 * @param epoch of the leader after whose coming it is made; 0 when a calendar alone asks for it
 * @param handover its id; empty with an epoch of 0
 * @param attempt from 1
 * @param given when the command was
 * @param since when the phase began, monotonic nanoseconds; of the last word while it is at work
 * @param why it failed the last time; empty when it did not
 */
public record Order(
        String anchor,
        BackupType type,
        String reason,
        long epoch,
        String handover,
        int attempt,
        String command,
        Instant given,
        Phase phase,
        long since,
        String why) {

    /** What is known of it. */
    public enum Phase {
        /** Nobody said that it has begun. */
        GIVEN,
        RUNNING,
        /** It failed, and is tried again after a pause. */
        PAUSED
    }

    Order in(Phase next, long now, String reasonOfIt) {
        return new Order(anchor, type, reason, epoch, handover, attempt, command, given, next, now, reasonOfIt);
    }

    boolean isOpen() {
        return phase != Phase.PAUSED;
    }
}
