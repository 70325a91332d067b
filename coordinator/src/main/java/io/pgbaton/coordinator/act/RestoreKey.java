package io.pgbaton.coordinator.act;

import com.google.protobuf.InvalidProtocolBufferException;
import io.pgbaton.coordinator.decide.restore.PatroniThere;
import io.pgbaton.proto.Scope;
import io.pgbaton.proto.bus.CloudEventCodec;
import io.pgbaton.proto.key.PatroniKeys;
import io.pgbaton.proto.key.PgbatonKeys;
import io.pgbaton.proto.v1.RestoreRequest;
import io.pgbaton.runtime.etcd.Compare;
import io.pgbaton.runtime.etcd.Entry;
import io.pgbaton.runtime.etcd.Etcd;
import io.pgbaton.runtime.etcd.Op;
import io.pgbaton.runtime.etcd.Range;
import io.pgbaton.runtime.etcd.Snapshot;
import io.pgbaton.runtime.etcd.Txn;
import io.pgbaton.runtime.etcd.TxnResult;
import io.vertx.core.Future;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** The key whose puts ask for a cluster or a member from a backup, and what of Patroni's is there (R10). */
public final class RestoreKey {
    /** Nobody who takes the scope over much later finds it and begins. */
    private static final long LEASE_SECONDS = 120;

    private RestoreKey() {}

    public record Asked(RestoreRequest request, PatroniThere patroni) {}

    /** Fails when the value cannot be read, or etcd does not say what is there. */
    public static Future<Asked> read(Etcd etcd, Scope scope, Entry entry) {
        RestoreRequest request;
        try {
            request = CloudEventCodec.fromJson(entry.value(), RestoreRequest.getDefaultInstance());
        } catch (InvalidProtocolBufferException unreadable) {
            return Future.failedFuture("the value of " + entry.key() + " cannot be read: " + unreadable.getMessage());
        }
        PatroniKeys patroni = new PatroniKeys(scope);
        return etcd.read(List.of(
                        Range.key(patroni.leader()), Range.key(patroni.initialize()), Range.prefix(patroni.members())))
                .map(found -> new Asked(request, there(found, patroni)));
    }

    /**
     * Asks without a person.
     *
     * @param known revision of the newest request that was passed on, 0 for none
     * @return false when another request is there, which goes first; fails also when nobody knows whether etcd took it
     */
    public static Future<Boolean> put(Etcd etcd, Scope scope, RestoreRequest request, long known) {
        String key = new PgbatonKeys(scope).restoreRequest();
        return etcd.read(List.of(Range.key(key))).compose(found -> {
            long there = found.get(key).map(Entry::modRevision).orElse(0L);
            Compare unchanged = there == 0 ? Compare.absent(key) : Compare.modRevisionEquals(key, there);
            return there == 0 || there == known ? put(etcd, key, request, unchanged) : Future.succeededFuture(false);
        });
    }

    private static Future<Boolean> put(Etcd etcd, String key, RestoreRequest request, Compare unchanged) {
        return etcd.grant(LEASE_SECONDS)
                .compose(lease ->
                        etcd.commit(Txn.when(unchanged).then(Op.put(key, CloudEventCodec.toJson(request), lease.id()))))
                .compose(result -> result instanceof TxnResult.Unknown unknown
                        ? Future.failedFuture(unknown.cause())
                        : Future.succeededFuture(result instanceof TxnResult.Applied));
    }

    private static PatroniThere there(Snapshot found, PatroniKeys patroni) {
        Optional<String> initialize = found.get(patroni.initialize()).map(Entry::value);
        return new PatroniThere(
                found.get(patroni.leader()).map(Entry::value).orElse(""),
                initialize.isPresent(),
                initialize.orElse(""),
                found.entries().keySet().stream()
                        .flatMap(one -> patroni.memberOf(one).stream())
                        .collect(Collectors.toSet()));
    }
}
