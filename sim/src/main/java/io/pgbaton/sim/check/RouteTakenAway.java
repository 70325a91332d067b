package io.pgbaton.sim.check;

import static io.pgbaton.sim.time.Spans.MILLIS;
import static io.pgbaton.sim.time.Spans.SECOND;

import io.pgbaton.sim.node.SimHaproxy;
import io.pgbaton.sim.node.SimNode;
import io.pgbaton.sim.node.SimServer;
import io.pgbaton.sim.time.SimScheduler;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * R5: what an agent has set up in its HAProxy does not outlast the leadership that it was set up for: an agent that was shown
 * another leader, or none, takes it back at once, and nobody else gets writes by its hand. While the HAProxy does not
 * answer it tries again every 5 s at the latest; that, and one answer that does not come, is what it is given then.
 */
final class RouteTakenAway implements Rule {
    private static final long AT_ONCE = 50 * MILLIS;
    private static final long AFTER_SILENCE = 7 * SECOND;

    private final SimScheduler scheduler;
    private final List<SimNode> nodes;
    private final RouteTruth truth;
    // Looked up by node, never iterated.
    private final Map<SimNode, Long> hampered = new HashMap<>();

    RouteTakenAway(SimScheduler scheduler, List<SimNode> nodes, RouteTruth truth) {
        this.scheduler = scheduler;
        this.nodes = nodes;
        this.truth = truth;
    }

    @Override
    public void restarted(SimNode node) {
        hampered.put(node, scheduler.now());
    }

    @Override
    public void afterStep() {
        for (int i = 0; i < nodes.size(); i++) {
            SimNode node = nodes.get(i);
            if (!node.haproxy().answers()) {
                hampered.put(node, scheduler.now() + AFTER_SILENCE);
            } else if (!node.agent().running()) {
                hampered.merge(node, scheduler.now(), Math::max);
            } else {
                check(node);
            }
        }
    }

    private void check(SimNode node) {
        RouteTruth.Shown shown = truth.of(node);
        long since = Math.max(shown.since(), hampered.getOrDefault(node, 0L));
        if (shown.newest() == 0 || scheduler.now() - since <= AT_ONCE) {
            return;
        }
        SimHaproxy proxy = node.haproxy();
        for (int i = 0; i < proxy.servers().size(); i++) {
            SimServer server = proxy.servers().get(i);
            if (server.up() && server.isSet() && !shown.leads(server.name())) {
                throw new RuleBroken(
                        "R5",
                        "the HAProxy of " + node.name() + " sends writes to " + server.name()
                                + " because its agent said so, which knows that "
                                + shown.leader().map(l -> l + " leads").orElse("nobody leads"));
            }
        }
    }
}
