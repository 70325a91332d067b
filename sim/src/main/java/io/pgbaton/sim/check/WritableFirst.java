package io.pgbaton.sim.check;

import io.pgbaton.nodeagent.decide.address.AddressAction.LinkOperation;
import io.pgbaton.nodeagent.decide.address.AddressInput.LinkResult;
import io.pgbaton.proto.key.CountedRevision;
import io.pgbaton.sim.etcd.Change;
import io.pgbaton.sim.etcd.Keys;
import io.pgbaton.sim.etcd.SimEtcd;
import io.pgbaton.sim.node.SimNode;
import io.pgbaton.sim.time.SimScheduler;
import java.util.TreeMap;

/**
 * R5: the address is never raised in a reign in which this PostgreSQL has not yet taken writes. A holder that puts its
 * own
 * living key again goes on with its reign.
 */
final class WritableFirst implements Rule {
    private final SimScheduler scheduler;
    private final Truth truth;
    private final TreeMap<Long, Long> reignBegan = new TreeMap<>();

    WritableFirst(SimScheduler scheduler, SimEtcd etcd, Truth truth) {
        this.scheduler = scheduler;
        this.truth = truth;
        etcd.listen(this::changed);
    }

    private void changed(Change change) {
        if (change.key().equals(Keys.LEADER) && change.now().isPresent()) {
            boolean again = change.before()
                    .filter(b -> b.value().equals(change.now().get().value()))
                    .isPresent();
            long began = again ? reignBegan.lastEntry().getValue() : scheduler.now();
            reignBegan.put(change.revision(), began);
        }
    }

    @Override
    public void linkChanged(SimNode node, LinkOperation operation, LinkResult result) {
        if (operation != LinkOperation.RAISE || result != LinkResult.DONE) {
            return;
        }
        long epoch = truth.of(node).epoch();
        if (node.postgres().lastWritable() < reignBegan.getOrDefault(CountedRevision.revision(epoch), Long.MAX_VALUE)) {
            throw new RuleBroken(
                    "R5", node.name() + " raised the address in epoch " + epoch + " before its PostgreSQL took writes");
        }
    }
}
