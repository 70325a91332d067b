package io.pgbaton.coordinator.decide;

import java.util.List;

/**
 * @param actions to be begun in this order. Records of one topic must arrive in this order; an action that takes time
 *     holds up none after it.
 */
public record Decision(ScopeState next, List<Action> actions) {

    public Decision {
        actions = List.copyOf(actions);
    }
}
