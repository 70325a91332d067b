package io.pgbaton.sim.check;

import io.pgbaton.nodeagent.decide.address.AddressAction.LinkOperation;
import io.pgbaton.nodeagent.decide.address.AddressInput.LinkResult;
import io.pgbaton.sim.node.SimNode;
import io.pgbaton.sim.time.Spans;

/**
 * R2: nobody raises the address without a confirmation of a leader's epoch, and nobody prolongs it without one or one
 * of
 * the two exceptions, each younger than the lifetime.
 */
final class LeaderOnly implements Rule {
    /** The kernel's own lateness, which nobody can take away. */
    private static final long KERNEL_LATE = 1_300 * Spans.MILLIS;

    private final Truth truth;
    private final long lifetime;

    LeaderOnly(Truth truth, long lifetime) {
        this.truth = truth;
        this.lifetime = lifetime;
    }

    @Override
    public void linkChanged(SimNode node, LinkOperation operation, LinkResult result) {
        if (operation == LinkOperation.DROP || result != LinkResult.DONE) {
            return;
        }
        Truth.Standing standing = truth.of(node);
        long since = operation == LinkOperation.RAISE ? standing.confirmedAt() : standing.entitledAt();
        if (node.boot().now() - since > lifetime) {
            throw new RuleBroken(
                    "R2",
                    node.name() + (operation == LinkOperation.RAISE ? " raised" : " prolonged")
                            + " the address without a confirmation; the last that it was entitled by is "
                            + Spans.seconds(node.boot().now() - since) + " s old");
        }
        long promised = since + lifetime;
        if (node.kernel().carried() && node.kernel().end() > promised + KERNEL_LATE) {
            throw new RuleBroken(
                    "R2",
                    node.name() + " gave the address "
                            + Spans.seconds(node.kernel().end() - promised)
                            + " s more than its last confirmation allows");
        }
    }
}
