package io.pgbaton.coordinator.act;

import io.pgbaton.proto.Scope;
import io.pgbaton.proto.key.PatroniKeys;
import io.pgbaton.runtime.etcd.Compare;
import io.pgbaton.runtime.etcd.Entry;
import io.pgbaton.runtime.etcd.Etcd;
import io.pgbaton.runtime.etcd.Op;
import io.pgbaton.runtime.etcd.Range;
import io.pgbaton.runtime.etcd.Txn;
import io.pgbaton.runtime.etcd.TxnResult;
import io.vertx.core.Future;
import java.util.stream.Stream;

/**
 * What Patroni keeps in etcd of a cluster that is stopped and goes back to an earlier state: with it no member would bootstrap.
 * The one place where pgbaton writes below Patroni's prefix, and only while nobody leads (docs/adr/0013).
 */
public final class PatroniRemains {
    private final Etcd etcd;
    private final PatroniKeys keys;

    public PatroniRemains(Etcd etcd, Scope scope) {
        this.etcd = etcd;
        this.keys = new PatroniKeys(scope);
    }

    /**
     * The dynamic configuration stays: it belongs to the operator.
     *
     * @return why nothing was deleted, for the reader; empty when it was. Fails when nobody knows.
     */
    public Future<String> delete() {
        Op[] all = Stream.of(
                        keys.initialize(), keys.history(), keys.status(), keys.sync(), keys.failover(), keys.failsafe())
                .map(Op::delete)
                .toArray(Op[]::new);
        return etcd.commit(Txn.when(Compare.absent(keys.leader())).then(all).reading(Range.key(keys.leader())))
                .compose(this::answer);
    }

    private Future<String> answer(TxnResult result) {
        if (result instanceof TxnResult.Unknown unknown) {
            return Future.failedFuture(unknown.cause());
        }
        return Future.succeededFuture(
                result instanceof TxnResult.Refused refused
                        ? refused.found().get(keys.leader()).map(Entry::value).orElse("somebody")
                                + " leads again, with today's data: stop its Patroni"
                        : "");
    }
}
