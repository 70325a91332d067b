package io.pgbaton.nodeagent.decide.route;

import java.util.List;

/** The next state, and what is to be done now, in this order. */
public record RouteDecision(RouteState next, List<RouteAction> actions) {
    public RouteDecision {
        actions = List.copyOf(actions);
    }
}
