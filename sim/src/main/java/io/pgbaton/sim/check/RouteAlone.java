package io.pgbaton.sim.check;

import static io.pgbaton.sim.time.Spans.MILLIS;
import static io.pgbaton.sim.time.Spans.SECOND;

import io.pgbaton.nodeagent.decide.route.RouteDecision;
import io.pgbaton.nodeagent.decide.route.RouteInput;
import io.pgbaton.sim.agent.SimAgent;
import io.pgbaton.sim.node.SimNode;
import io.pgbaton.sim.node.Surroundings;
import io.pgbaton.sim.time.Spans;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * R7: an agent that was shown a leader, and told that it takes writes, sends writes there within {@code autonomyAfter} and
 * 50 ms (DESIGN 9) of its own running time, whether anybody commands it or not. Only a drain makes that later, by the 3 s
 * that one may last. Who is told nothing, because there is no bus, finds out: {@link Findable} says by when.
 */
final class RouteAlone implements Rule {
    private static final long ALLOWANCE = 50 * MILLIS;
    private static final long DRAIN = 3 * SECOND;

    private final Surroundings world;
    private final List<SimNode> nodes;
    private final RouteTruth truth;
    // Looked up by node, never iterated.
    private final Map<SimNode, Waiting> waiting = new HashMap<>();

    /** @param truth told of each input before this */
    RouteAlone(Surroundings world, List<SimNode> nodes, RouteTruth truth) {
        this.world = world;
        this.nodes = nodes;
        this.truth = truth;
        nodes.forEach(node -> waiting.put(node, new Waiting()));
    }

    @Override
    public void restarted(SimNode node) {
        waiting.put(node, new Waiting());
    }

    @Override
    public void routed(SimAgent agent, RouteInput input, RouteDecision decision) {
        SimNode node = agent.node();
        Waiting w = waiting.get(node);
        if (input instanceof RouteInput.EtcdRewound) {
            waiting.put(node, new Waiting());
            return;
        }
        if (input instanceof RouteInput.PrimaryWritable in && in.epoch() >= w.writableEpoch) {
            w.writableEpoch = in.epoch();
            w.writable = in.member();
        }
        RouteTruth.Shown shown = truth.of(node);
        if (input instanceof RouteInput.LeaderAcquired in && in.reaffirmed() && w.done == w.newest) {
            w.done = shown.newest();
        }
        w.newest = shown.newest();
        boolean due = shown.newest() == w.writableEpoch && shown.leads(w.writable);
        Optional<String> to = decision.next().writesTo();
        if (to.filter(shown::leads).isPresent()) {
            w.done = shown.newest();
        }
        if (!due || w.done == shown.newest()) {
            w.due = Long.MAX_VALUE;
        } else if (w.due == Long.MAX_VALUE) {
            w.due = Math.max(
                    w.drainsUntil, world.scheduler().now() + world.timing().autonomyAfter() + ALLOWANCE);
        }
        if (drains(input)) {
            w.drainsUntil = world.scheduler().now() + DRAIN + ALLOWANCE;
            w.due = w.due == Long.MAX_VALUE ? w.due : w.drainsUntil;
        }
    }

    private static boolean drains(RouteInput input) {
        return input instanceof RouteInput.SwitchoverRequested
                || (input instanceof RouteInput.CommandReceived in
                        && in.command().hasDrain());
    }

    @Override
    public void afterStep() {
        long now = world.scheduler().now();
        for (int i = 0; i < nodes.size(); i++) {
            SimNode node = nodes.get(i);
            Waiting w = waiting.get(node);
            if (w.due != Long.MAX_VALUE) {
                look(node, w, now);
            }
            RouteTruth.Shown shown = truth.of(node);
            w.findable.look(node, shown, w.done == shown.newest() || w.drainsUntil > now, now);
        }
    }

    private void look(SimNode node, Waiting w, long now) {
        if (!node.agent().running()) {
            w.due = Math.max(w.due, now + world.timing().autonomyAfter() + ALLOWANCE);
        } else if (now > w.due) {
            throw new RuleBroken(
                    "R7",
                    node.name() + " knows that " + w.writable + " takes writes in epoch " + w.writableEpoch
                            + " and sends it none " + Spans.seconds(now - w.due) + " s after it should have");
        }
    }

    private final class Waiting {
        final Findable findable = new Findable(world.timing().autonomyAfter());
        long drainsUntil;
        String writable = "";
        long writableEpoch = -1;
        long newest = -1;
        long done = -1;
        long due = Long.MAX_VALUE;
    }
}
