package io.pgbaton.sim.check;

import io.pgbaton.proto.key.CountedRevision;
import io.pgbaton.sim.etcd.Change;
import io.pgbaton.sim.etcd.EtcdValue;
import io.pgbaton.sim.etcd.KeyValue;
import io.pgbaton.sim.etcd.Keys;
import io.pgbaton.sim.etcd.SimEtcd;
import io.pgbaton.sim.node.SimNode;
import java.util.List;
import java.util.Optional;

/**
 * R1a: the address key is taken only while the leader key is (me, epoch), and never over another's living key. R1c: it
 * is
 * marked released only after the address is off the interface.
 */
final class KeyTransaction implements Rule {
    private final SimEtcd etcd;
    private final List<SimNode> nodes;

    KeyTransaction(SimEtcd etcd, List<SimNode> nodes) {
        this.etcd = etcd;
        this.nodes = nodes;
        etcd.listen(this::changed);
    }

    private void changed(Change change) {
        if (!change.key().equals(Keys.ADDRESS) || change.now().isEmpty()) {
            return;
        }
        EtcdValue.Claim claim = (EtcdValue.Claim) change.now().get().value();
        if (claim.released()) {
            marked(claim);
        } else {
            taken(claim, change.before().map(kv -> (EtcdValue.Claim) kv.value()));
        }
    }

    private void taken(EtcdValue.Claim claim, Optional<EtcdValue.Claim> before) {
        Optional<KeyValue> leader = etcd.get(Keys.LEADER);
        boolean leads = leader.filter(kv -> kv.modRevision() == CountedRevision.revision(claim.epoch())
                        && kv.value().equals(new EtcdValue.Text(claim.member())))
                .isPresent();
        if (!leads) {
            String now = leader.map(kv -> kv.value() + "@" + kv.modRevision()).orElse("nobody");
            throw new RuleBroken("R1a", claim + " took the address key although the leader is " + now);
        }
        before.filter(b -> !b.released() && !b.member().equals(claim.member())).ifPresent(b -> {
            throw new RuleBroken("R1a", claim + " took the address key over the living one of " + b);
        });
    }

    private void marked(EtcdValue.Claim claim) {
        for (SimNode node : nodes) {
            if (node.name().equals(claim.member()) && node.kernel().carried()) {
                throw new RuleBroken(
                        "R1c", node.name() + " marked the key released while it still carries the address");
            }
        }
    }
}
