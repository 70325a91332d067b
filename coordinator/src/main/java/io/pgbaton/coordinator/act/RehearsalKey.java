package io.pgbaton.coordinator.act;

import com.google.protobuf.InvalidProtocolBufferException;
import io.pgbaton.proto.Scope;
import io.pgbaton.proto.bus.CloudEventCodec;
import io.pgbaton.proto.key.PgbatonKeys;
import io.pgbaton.proto.v1.RehearsalRequest;
import io.pgbaton.runtime.etcd.Entry;
import io.pgbaton.runtime.etcd.Etcd;
import io.pgbaton.runtime.etcd.Op;
import io.pgbaton.runtime.etcd.Txn;
import io.pgbaton.runtime.etcd.TxnResult;
import io.vertx.core.Future;

/** The key whose puts ask for rehearsals of one scope. */
public final class RehearsalKey {
    private final Etcd etcd;
    private final String key;

    public RehearsalKey(Etcd etcd, Scope scope) {
        this.etcd = etcd;
        this.key = new PgbatonKeys(scope).rehearsal();
    }

    /** The revision of the put. Fails also when nobody knows whether etcd took it: if it did, the watch tells. */
    public Future<Long> put(RehearsalRequest request) {
        return etcd.commit(Txn.always(Op.put(key, CloudEventCodec.toJson(request))))
                .compose(result -> result instanceof TxnResult.Applied applied
                        ? Future.succeededFuture(applied.after().revision())
                        : Future.failedFuture("etcd did not say whether it took the key"));
    }

    /** Written by hand, nobody may be able to read it: it was asked for all the same. */
    public static RehearsalRequest parse(Entry entry) {
        try {
            return CloudEventCodec.fromJson(entry.value(), RehearsalRequest.getDefaultInstance());
        } catch (InvalidProtocolBufferException unreadable) {
            return RehearsalRequest.newBuilder()
                    .setReason("the value of its key cannot be read")
                    .build();
        }
    }
}
