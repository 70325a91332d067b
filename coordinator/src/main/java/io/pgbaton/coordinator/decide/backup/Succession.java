package io.pgbaton.coordinator.decide.backup;

import java.time.Instant;

/**
 * One leader after another.
 *
 * @param handover its id
 * @param planned a switchover: the old primary archives all it has before it stops
 * @param ended the last epoch of the old leader
 * @param epoch in which the new one leads
 * @param oldTimeline 0 when unknown, and so is the new one
 * @param lsn where the new primary was when it took writes; empty when unknown
 * @param over when the handover was
 */
public record Succession(
        String handover,
        boolean planned,
        long ended,
        long epoch,
        int oldTimeline,
        int newTimeline,
        String lsn,
        Instant over) {

    /** Whether the WAL goes on as it did. */
    boolean isOnOneTimeline() {
        return oldTimeline > 0 && oldTimeline == newTimeline;
    }
}
