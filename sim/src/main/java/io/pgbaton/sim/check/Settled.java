package io.pgbaton.sim.check;

import io.pgbaton.proto.key.CountedRevision;
import io.pgbaton.sim.bus.RealCoordination;
import io.pgbaton.sim.etcd.EtcdValue;
import io.pgbaton.sim.etcd.KeyValue;
import io.pgbaton.sim.etcd.Keys;
import io.pgbaton.sim.etcd.SimEtcd;
import io.pgbaton.sim.node.SimNode;
import java.util.List;
import java.util.Optional;

/**
 * Liveness: once nothing is broken any more, the address is on the leader, which takes writes, and nowhere else; every
 * HAProxy sends writes there; no handover
 * is open, and the cluster is described as it is.
 */
public final class Settled {
    private final SimEtcd etcd;
    private final List<SimNode> nodes;
    private final Optional<RealCoordination> coordination;

    public Settled(SimEtcd etcd, List<SimNode> nodes, Optional<RealCoordination> coordination) {
        this.etcd = etcd;
        this.nodes = nodes;
        this.coordination = coordination;
    }

    /** What is still missing, or "". */
    public String missing() {
        Optional<KeyValue> leader = etcd.get(Keys.LEADER);
        if (leader.isEmpty()) {
            return "there is no leader";
        }
        String name = leader.get().value().toString();
        for (SimNode node : nodes) {
            boolean leads = node.name().equals(name);
            if (leads && !node.postgres().writable()) {
                return "the leader " + name + " takes no writes";
            }
            if (node.kernel().present() != leads) {
                return "the leader is " + name + ", and the address is " + (leads ? "not there" : "on " + node.name());
            }
        }
        for (SimNode node : nodes) {
            List<String> up = node.haproxy().up();
            if (node.haproxy().running() && !up.equals(List.of(name))) {
                return "the leader is " + name + ", and the HAProxy of " + node.name() + " sends writes to " + up;
            }
        }
        long epoch = CountedRevision.of(etcd.restores(), leader.get().modRevision());
        return claimedBy(name, epoch)
                ? coordination.map(c -> c.untold(name, epoch)).orElse("")
                : "the address key does not name " + name;
    }

    private boolean claimedBy(String name, long epoch) {
        return etcd.get(Keys.ADDRESS)
                .map(kv -> (EtcdValue.Claim) kv.value())
                .filter(c -> !c.released() && c.member().equals(name) && c.epoch() == epoch)
                .isPresent();
    }
}
