package io.pgbaton.coordinator.decide.backup;

import java.util.List;

/** @param actions to be begun in this order */
public record PolicyDecision(PolicyState next, List<PolicyAction> actions) {

    public PolicyDecision {
        actions = List.copyOf(actions);
    }
}
