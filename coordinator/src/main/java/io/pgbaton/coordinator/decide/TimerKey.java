package io.pgbaton.coordinator.decide;

/**
 * @param subject what the timer belongs to (one opening of a handover, one run of an agent, one rehearsal); when that is over the
 *     timer is stale and says nothing
 */
public record TimerKey(Kind kind, String subject) {
    public enum Kind {
        HANDOVER_TIMEOUT,
        DRAIN_LIMIT,
        SETTLE,
        PATIENCE,
        RETRY,
        SILENCE,
        MAINTENANCE,
        REHEARSAL_DUE,
        REHEARSAL_BUDGET,
        BACKUP_DUE,
        RESTORE_DUE,
        HEALING_DUE
    }
}
