package io.pgbaton.sim.check;

import static io.pgbaton.sim.time.Spans.MILLIS;

import io.pgbaton.sim.node.SimNode;
import io.pgbaton.sim.time.Spans;
import java.util.List;

/**
 * R1: the address is on at most one live node. R1e: a machine that was frozen since its last confirmation does not
 * count,
 * because the time it was frozen is missing on its clock; the margin between the end of a lifetime (1.3 s late) and the
 * earliest acquisition (2 s) is all that another holder leaves it.
 */
final class OneHolder implements Rule {
    private static final long FROZEN_WITHIN_MARGIN = 700 * MILLIS;

    private final List<SimNode> nodes;
    private final Truth truth;

    OneHolder(List<SimNode> nodes, Truth truth) {
        this.nodes = nodes;
        this.truth = truth;
    }

    @Override
    public void afterStep() {
        SimNode holder = null;
        for (int i = 0; i < nodes.size(); i++) {
            SimNode node = nodes.get(i);
            if (node.kernel().carried() && node.live() && !excused(node)) {
                if (holder != null) {
                    throw new RuleBroken("R1", "the address is on " + describe(holder) + " and on " + describe(node));
                }
                holder = node;
            }
        }
    }

    private boolean excused(SimNode node) {
        return node.boot().frozen() - truth.of(node).frozen() > FROZEN_WITHIN_MARGIN;
    }

    private String describe(SimNode node) {
        long age = node.boot().now() - truth.of(node).entitledAt();
        return node.name() + " (last entitled " + Spans.seconds(age) + " s ago)";
    }
}
