package io.pgbaton.sim.check;

import io.pgbaton.sim.agent.Witness;
import io.pgbaton.sim.etcd.SimEtcd;
import io.pgbaton.sim.node.SimNode;
import java.util.HashMap;
import java.util.Map;

/** What really entitled each node to carry the address, gathered where etcd is and not from what an agent believes. */
final class Truth implements Witness {
    private static final Standing NONE = new Standing(Long.MIN_VALUE / 2, Long.MIN_VALUE / 2, 0, 0, 0);

    private final SimEtcd etcd;

    // Looked up by node, never iterated.
    private final Map<SimNode, Standing> standings = new HashMap<>();

    /**
     * All times are the node's boot time.
     *
     * @param confirmedAt when the last confirmation was sent
     * @param entitledAt the same, or when one of R2's exceptions was last asked about and held, if that was later
     * @param epoch of that confirmation
     * @param frozen how long the machine had been frozen until then
     * @param meddled how often somebody had meddled with etcd until then
     */
    record Standing(long confirmedAt, long entitledAt, long epoch, long frozen, long meddled) {}

    Truth(SimEtcd etcd) {
        this.etcd = etcd;
    }

    Standing of(SimNode node) {
        return standings.getOrDefault(node, NONE);
    }

    @Override
    public void confirmed(SimNode node, long sentAt, long epoch) {
        Standing before = of(node);
        if (sentAt >= before.confirmedAt()) {
            long entitled = Math.max(before.entitledAt(), sentAt);
            standings.put(
                    node, new Standing(sentAt, entitled, epoch, node.boot().frozen(), etcd.meddled()));
        }
    }

    @Override
    public void excepted(SimNode node, long sentAt) {
        Standing before = of(node);
        if (sentAt >= before.entitledAt()) {
            standings.put(
                    node,
                    new Standing(
                            before.confirmedAt(),
                            sentAt,
                            before.epoch(),
                            node.boot().frozen(),
                            etcd.meddled()));
        }
    }

    @Override
    public void booted(SimNode node) {
        standings.remove(node);
    }
}
