package io.pgbaton.cli.read;

import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Message;
import io.pgbaton.cli.Session;
import io.pgbaton.proto.Scope;
import io.pgbaton.proto.bus.CloudEventCodec;
import io.pgbaton.proto.key.CountedRevision;
import io.pgbaton.proto.key.PatroniKeys;
import io.pgbaton.proto.key.PgbatonKeys;
import io.pgbaton.proto.v1.AddressKey;
import io.pgbaton.proto.v1.AgentRegistration;
import io.pgbaton.proto.v1.HandoverRecord;
import io.pgbaton.runtime.etcd.Entry;
import io.pgbaton.runtime.etcd.Range;
import io.pgbaton.runtime.etcd.Snapshot;
import io.pgbaton.runtime.handsoff.HandsOffReader;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Stream;

/** Reads scopes from etcd. */
public final class ScopeLookup {
    private final Session session;

    public ScopeLookup(Session session) {
        this.session = session;
    }

    public ScopeState read(Scope scope) {
        // A first call in a cold JVM takes most of a second by itself.
        Duration deadline = session.patience().dividedBy(2);
        Snapshot snapshot = session.await(session.store().read(ranges(scope), deadline), name());
        return state(scope, snapshot);
    }

    /** All that is to be known of a scope. */
    public List<Range> ranges(Scope scope) {
        List<Range> ranges = new ArrayList<>(HandsOffReader.everywhere());
        ranges.add(Range.prefix(new PatroniKeys(scope).prefix()));
        ranges.add(Range.prefix(new PgbatonKeys(scope).prefix()));
        return ranges;
    }

    public String name() {
        return "etcd at " + String.join(", ", session.etcd().endpoints());
    }

    public static ScopeState state(Scope scope, Snapshot snapshot) {
        PatroniKeys patroni = new PatroniKeys(scope);
        PgbatonKeys pgbaton = new PgbatonKeys(scope);
        Optional<Entry> leader = snapshot.get(patroni.leader());
        return new ScopeState(
                scope,
                snapshot.entries().keySet().stream().anyMatch(key -> key.startsWith(patroni.prefix())),
                snapshot.get(patroni.initialize()).map(Entry::value).filter(value -> !value.isEmpty()),
                leader.map(Entry::value),
                leader.map(entry -> CountedRevision.of(count(pgbaton, snapshot), entry.modRevision()))
                        .orElse(0L),
                optime(snapshot.get(patroni.status())),
                json(snapshot.get(patroni.config())).getBoolean("pause", false),
                new HandsOffReader(scope).read(snapshot.entries()),
                members(patroni, snapshot),
                addresses(pgbaton, snapshot),
                agents(pgbaton, snapshot),
                snapshot.get(pgbaton.handover()).flatMap(entry -> parse(entry, HandoverRecord.getDefaultInstance())));
    }

    private static long count(PgbatonKeys keys, Snapshot snapshot) {
        return snapshot.get(keys.count())
                .map(entry -> CountedRevision.parseCount(entry.value()))
                .orElse(0L);
    }

    private static List<PatroniMember> members(PatroniKeys keys, Snapshot snapshot) {
        return below(keys.members(), snapshot)
                .map(entry -> PatroniMember.parse(keys.memberOf(entry.key()).orElseThrow(), entry.value()))
                .toList();
    }

    private static List<AddressState> addresses(PgbatonKeys keys, Snapshot snapshot) {
        return below(keys.addresses(), snapshot)
                .flatMap(entry -> parse(entry, AddressKey.getDefaultInstance())
                        .map(key -> new AddressState(
                                entry.key().substring(keys.addresses().length()), key))
                        .stream())
                .toList();
    }

    private static List<AgentRegistration> agents(PgbatonKeys keys, Snapshot snapshot) {
        return below(keys.agents(), snapshot)
                .flatMap(entry -> parse(entry, AgentRegistration.getDefaultInstance()).stream())
                .toList();
    }

    private static Stream<Entry> below(String prefix, Snapshot snapshot) {
        return snapshot.entries().values().stream()
                .filter(entry -> entry.key().startsWith(prefix))
                .sorted(Comparator.comparing(Entry::key));
    }

    private static OptionalLong optime(Optional<Entry> status) {
        Long optime = json(status).getLong("optime");
        return optime == null ? OptionalLong.empty() : OptionalLong.of(optime);
    }

    /** Whoever reads must not fail on what somebody else wrote; {@code doctor} looks closer. */
    private static JsonObject json(Optional<Entry> entry) {
        try {
            return entry.map(one -> new JsonObject(one.value())).orElseGet(JsonObject::new);
        } catch (DecodeException e) {
            return new JsonObject();
        }
    }

    private static <M extends Message> Optional<M> parse(Entry entry, M prototype) {
        try {
            return Optional.of(CloudEventCodec.fromJson(entry.value(), prototype));
        } catch (InvalidProtocolBufferException e) {
            return Optional.empty();
        }
    }
}
