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
    private final OwnTime own;
    private final List<SimNode> nodes;
    private final RouteTruth truth;
    // Looked up by node, never iterated.
    private final Map<SimNode, Waiting> waiting = new HashMap<>();

    /**
     * @param own told of each step before this
     * @param truth told of each input before this
     */
    RouteAlone(Surroundings world, OwnTime own, List<SimNode> nodes, RouteTruth truth) {
        this.world = world;
        this.own = own;
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
        boolean newReign = shown.newest() > w.newest;
        w.newest = shown.newest();
        boolean due = shown.newest() == w.writableEpoch && shown.leads(w.writable);
        Optional<String> to = decision.next().writesTo();
        if (to.filter(shown::leads).isPresent()) {
            w.done = shown.newest();
        }
        if (!due || w.done == shown.newest()) {
            w.due = Long.MAX_VALUE;
        } else if (w.due == Long.MAX_VALUE) {
            w.due = Math.max(w.drainsUntil, own.of(node) + world.timing().autonomyAfter() + ALLOWANCE);
        }
        if (drains(input) || (newReign && w.drainKept)) {
            w.drainKept = ahead(input, w.newest);
            w.drainsUntil = own.of(node) + DRAIN + ALLOWANCE;
            w.due = w.due == Long.MAX_VALUE ? w.due : w.drainsUntil;
        }
    }

    private static boolean drains(RouteInput input) {
        return input instanceof RouteInput.SwitchoverRequested
                || (input instanceof RouteInput.CommandReceived in
                        && in.command().hasDrain());
    }

    /** A command of an epoch that the agent has not seen waits for it. */
    private static boolean ahead(RouteInput input, long newest) {
        return input instanceof RouteInput.CommandReceived in && in.command().getEpoch() > newest;
    }

    @Override
    public void afterStep() {
        for (int i = 0; i < nodes.size(); i++) {
            SimNode node = nodes.get(i);
            Waiting w = waiting.get(node);
            long now = own.of(node);
            if (now > w.due && !node.agent().dead()) {
                throw new RuleBroken(
                        "R7",
                        node.name() + " knows that " + w.writable + " takes writes in epoch " + w.writableEpoch
                                + " and sends it none " + Spans.seconds(now - w.due) + " s after it should have");
            }
            RouteTruth.Shown shown = truth.of(node);
            boolean excused = w.done == shown.newest() || w.drainsUntil > now;
            w.findable.look(node, shown, excused, now, world.scheduler().now() - shown.since());
        }
    }

    private final class Waiting {
        final Findable findable = new Findable(world.timing().autonomyAfter());
        long drainsUntil;
        boolean drainKept;
        String writable = "";
        long writableEpoch = -1;
        long newest = -1;
        long done = -1;
        long due = Long.MAX_VALUE;
    }
}
