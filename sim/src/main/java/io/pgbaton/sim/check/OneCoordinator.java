package io.pgbaton.sim.check;

import io.pgbaton.proto.v1.HandoverRecord;
import io.pgbaton.sim.etcd.Change;
import io.pgbaton.sim.etcd.EtcdValue;
import io.pgbaton.sim.etcd.KeyValue;
import io.pgbaton.sim.etcd.SimEtcd;
import java.util.Optional;

/**
 * R3: what the record of the handover says is written by whoever claimed it last. A claim changes the signature alone, and
 * may come late: of a coordinator that was stopped before it had the answer to its first call.
 */
final class OneCoordinator {
    private final SimEtcd etcd;
    private Optional<HandoverRecord> last = Optional.empty();
    private long restores;

    OneCoordinator(SimEtcd etcd) {
        this.etcd = etcd;
    }

    void changed(Change change) {
        if (restores != etcd.restores()) {
            restores = etcd.restores();
            last = Optional.empty();
        }
        change.now().flatMap(OneCoordinator::record).ifPresent(now -> {
            last.filter(before -> !claims(before, now)).ifPresent(before -> {
                throw new RuleBroken(
                        "R3",
                        now.getCoordinator() + " wrote the record that " + before.getCoordinator() + " has claimed");
            });
            last = Optional.of(now);
        });
    }

    private static boolean claims(HandoverRecord before, HandoverRecord now) {
        return before.getCoordinator().equals(now.getCoordinator())
                || unsigned(before).equals(unsigned(now));
    }

    private static HandoverRecord unsigned(HandoverRecord record) {
        return record.toBuilder().clearCoordinator().build();
    }

    private static Optional<HandoverRecord> record(KeyValue kv) {
        return kv.value() instanceof EtcdValue.Handover written ? Optional.of(written.record()) : Optional.empty();
    }
}
