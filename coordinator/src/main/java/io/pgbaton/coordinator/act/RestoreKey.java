package io.pgbaton.coordinator.act;

import com.google.protobuf.InvalidProtocolBufferException;
import io.pgbaton.proto.Scope;
import io.pgbaton.proto.bus.CloudEventCodec;
import io.pgbaton.proto.key.PatroniKeys;
import io.pgbaton.proto.v1.RestoreRequest;
import io.pgbaton.runtime.etcd.Entry;
import io.pgbaton.runtime.etcd.Etcd;
import io.pgbaton.runtime.etcd.Range;
import io.pgbaton.runtime.etcd.Snapshot;
import io.vertx.core.Future;
import java.util.List;

/** The key whose puts ask for a new cluster from a backup, and what of Patroni's is where that is to be (R10). */
public final class RestoreKey {
    private RestoreKey() {}

    /** @param there what of Patroni's is in the scope already, in words; empty when nothing is */
    public record Asked(RestoreRequest request, String there) {}

    /** Fails when the value cannot be read, or etcd does not say what is there. */
    public static Future<Asked> read(Etcd etcd, Scope scope, Entry entry) {
        RestoreRequest request;
        try {
            request = CloudEventCodec.fromJson(entry.value(), RestoreRequest.getDefaultInstance());
        } catch (InvalidProtocolBufferException unreadable) {
            return Future.failedFuture("the value of " + entry.key() + " cannot be read: " + unreadable.getMessage());
        }
        PatroniKeys patroni = new PatroniKeys(scope);
        return etcd.read(List.of(Range.key(patroni.leader()), Range.key(patroni.initialize())))
                .map(found -> new Asked(request, there(found, patroni)));
    }

    private static String there(Snapshot found, PatroniKeys patroni) {
        return found.get(patroni.leader())
                .map(leader -> leader.value() + " leads it")
                .or(() -> found.get(patroni.initialize())
                        .map(key -> "its key " + key.key() + " is there"
                                + (key.value().isEmpty() ? "" : ", of system identifier " + key.value())))
                .orElse("");
    }
}
