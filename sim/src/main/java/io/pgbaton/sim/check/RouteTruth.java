package io.pgbaton.sim.check;

import io.pgbaton.nodeagent.decide.route.RouteDecision;
import io.pgbaton.nodeagent.decide.route.RouteInput;
import io.pgbaton.sim.agent.SimAgent;
import io.pgbaton.sim.agent.Witness;
import io.pgbaton.sim.node.SimNode;
import io.pgbaton.sim.time.SimScheduler;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** What the agent of each node has been shown, as far as its HAProxy is concerned; kept apart from what its machine believes. */
final class RouteTruth implements Witness {
    private final SimScheduler scheduler;
    private final OwnTime own;
    // Looked up by node, never iterated.
    private final Map<SimNode, Shown> shown = new HashMap<>();

    RouteTruth(SimScheduler scheduler, OwnTime own) {
        this.scheduler = scheduler;
        this.own = own;
    }

    /**
     * @param newest epoch that it has seen begin or end, 0 before the first
     * @param leader whom it was shown to lead in that epoch; empty when that has ended
     * @param since world time of this
     * @param ownSince the agent's {@link OwnTime} then
     */
    record Shown(long newest, Optional<String> leader, long since, long ownSince) {
        static final Shown NOTHING = new Shown(0, Optional.empty(), 0, 0);

        boolean leads(String member) {
            return leader.filter(member::equals).isPresent();
        }
    }

    Shown of(SimNode node) {
        return shown.getOrDefault(node, Shown.NOTHING);
    }

    @Override
    public void restarted(SimNode node) {
        shown.remove(node);
    }

    @Override
    public void routed(SimAgent agent, RouteInput input, RouteDecision decision) {
        SimNode node = agent.node();
        if (input instanceof RouteInput.LeaderAcquired in && in.epoch() > of(node).newest()) {
            show(node, in.epoch(), Optional.of(in.member()));
        } else if (input instanceof RouteInput.EpochEnded in && in.epoch() >= of(node).newest()) {
            show(node, in.epoch(), Optional.empty());
        } else if (input instanceof RouteInput.EtcdRewound) {
            shown.remove(node);
        }
    }

    private void show(SimNode node, long epoch, Optional<String> leader) {
        shown.put(node, new Shown(epoch, leader, scheduler.now(), own.of(node)));
    }
}
