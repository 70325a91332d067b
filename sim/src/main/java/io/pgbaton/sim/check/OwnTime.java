package io.pgbaton.sim.check;

import io.pgbaton.sim.node.SimNode;
import io.pgbaton.sim.time.SimScheduler;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What passes for each agent while its process runs: neither while it is stopped, nor while its machine is frozen, nor while it
 * loads what it was not warmed up for. Rules that bound what an agent takes for something bound it in this time.
 */
final class OwnTime implements Rule {
    private final SimScheduler scheduler;
    private final List<SimNode> nodes;
    // Looked up by node, never iterated.
    private final Map<SimNode, Clock> clocks = new HashMap<>();

    OwnTime(SimScheduler scheduler, List<SimNode> nodes) {
        this.scheduler = scheduler;
        this.nodes = nodes;
        nodes.forEach(node -> clocks.put(node, new Clock()));
    }

    /** Nanoseconds of its own that the agents of this node have had since the world began. */
    long of(SimNode node) {
        return clocks.get(node).now(scheduler.now());
    }

    /** When the HAProxy of this node last kept silent, in that time; negative when it never did. */
    long silence(SimNode node) {
        return clocks.get(node).silence;
    }

    @Override
    public void afterStep() {
        for (int i = 0; i < nodes.size(); i++) {
            SimNode node = nodes.get(i);
            clocks.get(node).look(node, scheduler.now());
        }
    }

    private static final class Clock {
        private long passed;
        private long lookedAt;
        private boolean runs;
        private long silence = -1;

        long now(long world) {
            return runs ? passed + world - lookedAt : passed;
        }

        void look(SimNode node, long world) {
            passed = now(world);
            lookedAt = world;
            runs = node.agent().running();
            if (!node.haproxy().answers()) {
                silence = passed;
            }
        }
    }
}
