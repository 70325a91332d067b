package io.pgbaton.sim.check;

import static io.pgbaton.sim.time.Spans.MILLIS;

import io.pgbaton.sim.node.SimNode;
import io.pgbaton.sim.time.Spans;
import java.util.List;

/**
 * R1b: whatever happens to an agent, its address is gone {@code lifetime} + 1.3 s after its last confirmation was sent.
 */
final class KernelLifetime implements Rule {
    private static final long LATE = 1_300 * MILLIS;

    private final List<SimNode> nodes;
    private final Truth truth;
    private final long lifetime;

    KernelLifetime(List<SimNode> nodes, Truth truth, long lifetime) {
        this.nodes = nodes;
        this.truth = truth;
        this.lifetime = lifetime;
    }

    @Override
    public void afterStep() {
        for (int i = 0; i < nodes.size(); i++) {
            SimNode node = nodes.get(i);
            if (node.kernel().carried()) {
                long age = node.boot().now() - truth.of(node).entitledAt();
                if (age > lifetime + LATE) {
                    throw new RuleBroken(
                            "R1b",
                            node.name() + " still carries the address " + Spans.seconds(age)
                                    + " s after it was last entitled to; its lifetime is " + Spans.seconds(lifetime));
                }
            }
        }
    }
}
