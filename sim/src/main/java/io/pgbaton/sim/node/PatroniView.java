package io.pgbaton.sim.node;

import io.pgbaton.sim.etcd.EtcdValue;
import io.pgbaton.sim.etcd.KeyValue;
import io.pgbaton.sim.etcd.Keys;
import io.pgbaton.sim.etcd.SimEtcd;
import java.util.Optional;

/** What a Patroni reads at the beginning of each of its cycles. */
record PatroniView(Optional<KeyValue> leader, boolean paused, String switchover) {

    static PatroniView of(SimEtcd etcd) {
        boolean paused =
                etcd.get(Keys.CONFIG).map(kv -> kv.value().equals(Keys.PAUSED)).orElse(false);
        String switchover =
                etcd.get(Keys.FAILOVER).map(kv -> kv.value().toString()).orElse("");
        return new PatroniView(etcd.get(Keys.LEADER), paused, switchover);
    }

    Optional<String> leaderName() {
        return leader.map(kv -> kv.value().toString());
    }

    static EtcdValue switchover(String from, String to) {
        return new EtcdValue.Text(from + ">" + to);
    }

    boolean switchoverFrom(String member) {
        return switchover.startsWith(member + ">");
    }

    boolean switchoverToAnotherThan(String member) {
        return !switchover.isEmpty() && !switchover.endsWith(">" + member);
    }
}
