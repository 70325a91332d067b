package io.pgbaton.coordinator.decide.restore;

import java.util.List;

/** What is so now, and what has to be done. */
public record RestoreDecision(Going next, List<RestoreAction> actions) {
    public RestoreDecision {
        actions = List.copyOf(actions);
    }
}
