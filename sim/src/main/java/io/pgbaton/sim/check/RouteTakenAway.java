package io.pgbaton.sim.check;

import static io.pgbaton.sim.time.Spans.MILLIS;
import static io.pgbaton.sim.time.Spans.SECOND;

import io.pgbaton.sim.node.SimHaproxy;
import io.pgbaton.sim.node.SimNode;
import io.pgbaton.sim.node.SimServer;
import java.util.List;

/**
 * R5: what an agent has set up in its HAProxy does not outlast the leadership that it was set up for: an agent that was shown
 * another leader, or none, takes it back at once, and nobody else gets writes by its hand. While the HAProxy does not
 * answer it tries again every 5 s at the latest; that, and one answer that does not come, is what it is given then.
 */
final class RouteTakenAway implements Rule {
    private static final long AT_ONCE = 50 * MILLIS;
    private static final long AFTER_SILENCE = 7 * SECOND;

    private final OwnTime own;
    private final List<SimNode> nodes;
    private final RouteTruth truth;

    /** @param own told of each step before this */
    RouteTakenAway(OwnTime own, List<SimNode> nodes, RouteTruth truth) {
        this.own = own;
        this.nodes = nodes;
        this.truth = truth;
    }

    @Override
    public void afterStep() {
        for (int i = 0; i < nodes.size(); i++) {
            check(nodes.get(i));
        }
    }

    private void check(SimNode node) {
        RouteTruth.Shown shown = truth.of(node);
        long silence = own.silence(node);
        long due = Math.max(shown.ownSince() + AT_ONCE, silence < 0 ? 0 : silence + AFTER_SILENCE);
        if (shown.newest() == 0 || node.agent().dead() || own.of(node) <= due) {
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
