package io.pgbaton.sim.check;

import static io.pgbaton.sim.time.Spans.MILLIS;

import io.pgbaton.sim.etcd.SimEtcd;
import io.pgbaton.sim.node.SimNode;
import io.pgbaton.sim.time.Spans;
import java.util.List;

/**
 * R1: the address is on at most one live node. R1e: a frozen machine does not count the time, so its lifetime ends that much
 * later, and nothing on the machine can know. What others leave a holder beyond its lifetime is all that it may be frozen for:
 *
 * <pre>
 * its key hangs on a lease that nobody ended   3 s of the lease, less the kernel's 1.3 s
 * somebody ended key or lease, etcd was
 * restored, or an exception of R2 holds it     2 s of waiting, less the kernel's 1.3 s
 * </pre>
 *
 * both less what two clocks may differ by in that time. A machine frozen for longer since its last confirmation is excused
 * until the next one; {@link KernelLifetime} holds that to the lifetime and 1.3 s of its own clock.
 */
final class OneHolder implements Rule {
    private static final long CLOCKS_DIFFER = 20 * MILLIS;
    private static final long LEFT_BY_A_LEASE = 1_700 * MILLIS - CLOCKS_DIFFER;
    private static final long LEFT_BY_WAITING = 700 * MILLIS - CLOCKS_DIFFER;

    private final List<SimNode> nodes;
    private final Truth truth;
    private final SimEtcd etcd;

    OneHolder(List<SimNode> nodes, Truth truth, SimEtcd etcd) {
        this.nodes = nodes;
        this.etcd = etcd;
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
        Truth.Standing standing = truth.of(node);
        boolean leased = standing.entitledAt() == standing.confirmedAt() && standing.meddled() == etcd.meddled();
        return node.boot().frozen() - standing.frozen() > (leased ? LEFT_BY_A_LEASE : LEFT_BY_WAITING);
    }

    private String describe(SimNode node) {
        long age = node.boot().now() - truth.of(node).entitledAt();
        return node.name() + " (last entitled " + Spans.seconds(age) + " s ago)";
    }
}
