package io.pgbaton.sim.check;

import io.pgbaton.nodeagent.decide.route.RouteAction;
import io.pgbaton.nodeagent.decide.route.RouteDecision;
import io.pgbaton.nodeagent.decide.route.RouteInput;
import io.pgbaton.proto.v1.RefusalReason;
import io.pgbaton.sim.agent.SimAgent;
import io.pgbaton.sim.node.SimNode;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** R3: a command for a HAProxy of an older epoch than its agent knows is refused, sets nothing, and changes no route. */
final class RouteFencing implements Rule {
    private static final Set<RefusalReason> PAST = Set.of(RefusalReason.STALE_EPOCH, RefusalReason.EXPIRED);

    private final RouteTruth truth;
    // Looked up by node, never iterated.
    private final Map<SimNode, Optional<String>> writesTo = new HashMap<>();

    /** @param truth told of each input before this */
    RouteFencing(RouteTruth truth) {
        this.truth = truth;
    }

    @Override
    public void restarted(SimNode node) {
        writesTo.remove(node);
    }

    @Override
    public void routed(SimAgent agent, RouteInput input, RouteDecision decision) {
        SimNode node = agent.node();
        Optional<String> after = decision.next().writesTo();
        Optional<String> before = Optional.ofNullable(writesTo.put(node, after)).orElse(Optional.empty());
        if (input instanceof RouteInput.CommandReceived in
                && in.command().getEpoch() < truth.of(node).newest()) {
            String what = node.name() + " knows epoch " + truth.of(node).newest() + " and ";
            if (!refuses(decision, in.id())) {
                throw new RuleBroken("R3", what + "did not refuse the command " + in.id());
            }
            if (sets(decision) || !before.equals(after)) {
                throw new RuleBroken("R3", what + "acted when the old command " + in.id() + " came");
            }
        }
    }

    private static boolean refuses(RouteDecision decision, String id) {
        return decision.actions().stream()
                .anyMatch(a ->
                        a instanceof RouteAction.Refuse r && r.command().id().equals(id) && PAST.contains(r.reason()));
    }

    private static boolean sets(RouteDecision decision) {
        return decision.actions().stream().anyMatch(RouteAction.SetBackend.class::isInstance);
    }
}
