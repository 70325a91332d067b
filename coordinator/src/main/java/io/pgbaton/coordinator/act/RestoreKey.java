package io.pgbaton.coordinator.act;

import com.google.protobuf.InvalidProtocolBufferException;
import io.pgbaton.coordinator.decide.restore.PatroniThere;
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
import java.util.Optional;
import java.util.stream.Collectors;

/** The key whose puts ask for a cluster or a member from a backup, and what of Patroni's is there (R10). */
public final class RestoreKey {
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
