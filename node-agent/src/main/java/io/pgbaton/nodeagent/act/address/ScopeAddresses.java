package io.pgbaton.nodeagent.act.address;

import io.pgbaton.nodeagent.act.address.Confirmations.Outcome;
import io.pgbaton.nodeagent.act.record.AddressRecords;
import io.pgbaton.nodeagent.act.record.Recorder;
import io.pgbaton.nodeagent.config.AddressConfig;
import io.pgbaton.nodeagent.decide.address.AddressInput;
import io.pgbaton.nodeagent.decide.address.AddressRules;
import io.pgbaton.nodeagent.decide.address.KeyReading;
import io.pgbaton.nodeagent.decide.address.LeaderKey;
import io.pgbaton.nodeagent.decide.leadership.ScopeReading;
import io.pgbaton.nodeagent.kernel.BootClock;
import io.pgbaton.nodeagent.metrics.ScopeMetrics;
import io.pgbaton.nodeagent.observe.scope.AddressKeyReader;
import io.pgbaton.nodeagent.observe.scope.ScopeReader;
import io.pgbaton.proto.Scope;
import io.pgbaton.proto.key.CountedRevision;
import io.pgbaton.proto.key.PgbatonKeys;
import io.pgbaton.runtime.etcd.Entry;
import io.pgbaton.runtime.etcd.Etcd;
import io.pgbaton.runtime.etcd.Range;
import io.pgbaton.runtime.etcd.Snapshot;
import io.pgbaton.runtime.loop.EventLoop;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** All addresses of one scope on this node: one lease, one confirming read, one machine each. On the event loop. */
public final class ScopeAddresses {
    private static final Logger log = LoggerFactory.getLogger(ScopeAddresses.class);

    private final PgbatonKeys keys;
    private final ScopeReader scopeReader;
    private final AddressKeyReader keyReader;
    private final AddressLease lease;
    private final Confirmations confirmations;
    private final LifetimeWarning lifetimeWarning;
    private final Map<String, AddressLoop> byName = new LinkedHashMap<>();
    private final Map<String, LinkWorker> links = new LinkedHashMap<>();
    private final BiConsumer<Long, Optional<LeaderKey>> confirmed;
    // R11: nothing is confirmed, and so nothing taken, before it is known what operators ask.
    private boolean asked;

    /** What does not differ between the addresses of a scope. */
    public record Context(
            Scope scope,
            Etcd etcd,
            ScopeReader reader,
            Recorder recorder,
            String bootId,
            AddressLoop.Local local,
            Function<AddressConfig, LinkWorker> links,
            Function<String, EventLoop.Place> places,
            ScopeMetrics metrics) {}

    /**
     * @param rules one for each address, in the order of the configuration
     * @param confirmed told of every read that came back: when it was sent, and who led
     */
    public ScopeAddresses(
            Context context,
            Map<AddressConfig, AddressRules> rules,
            AddressKeyReader keyReader,
            long lifetimeNanos,
            BiConsumer<Long, Optional<LeaderKey>> confirmed) {
        this.keys = new PgbatonKeys(context.scope());
        this.scopeReader = context.reader();
        this.keyReader = keyReader;
        this.lease = new AddressLease(context.etcd(), lifetimeNanos);
        this.confirmations = new Confirmations(context.etcd(), lease, context.scope(), this::readBack);
        this.lifetimeWarning = new LifetimeWarning(context.scope(), Duration.ofNanos(lifetimeNanos));
        this.confirmed = confirmed;
        rules.forEach((config, of) -> byName.put(config.name(), loop(context, config, of)));
    }

    private AddressLoop loop(Context context, AddressConfig config, AddressRules rules) {
        String text = config.address().getHostAddress();
        LinkWorker link = context.links().apply(config);
        links.put(config.name(), link);
        AddressLoop made = new AddressLoop(
                context.places().apply(config.name()),
                rules,
                context.local(),
                confirmations::ask,
                loop -> new AddressKeeper(
                        context.etcd(),
                        new KeyTransactions(context.etcd(), lease, rules, context.bootId(), text),
                        link,
                        new AddressRecords(
                                context.recorder(), context.metrics(), rules, text, config.networkInterface()),
                        loop,
                        loop::accept));
        link.listen(made::accept);
        context.metrics().address(config.name(), made::state);
        return made;
    }

    /** What a confirmation of this scope reads from etcd, linearizable. */
    public static List<Range> confirmedBy(Scope scope) {
        return Confirmations.ranges(scope);
    }

    public void start() {
        byName.values().forEach(AddressLoop::start);
    }

    /** Reads back although no address asked for it: somebody wants to know whether this member still leads. */
    public void confirm() {
        confirmations.ask();
    }

    public Collection<AddressLoop> all() {
        return byName.values();
    }

    public Optional<AddressLoop> named(String name) {
        return Optional.ofNullable(byName.get(name));
    }

    /** By address: whether the host has its interface. Those of which the kernel says nothing are left out. */
    public Future<Map<String, Boolean>> interfaces() {
        Map<String, Boolean> known = new LinkedHashMap<>();
        List<Future<Boolean>> asked = new ArrayList<>();
        links.forEach((name, link) -> asked.add(link.interfaceExists()
                .onSuccess(there -> known.put(name, there))
                .onFailure(failure -> log.warn(
                        "The kernel does not say whether the interface of an address is there. address={} reason={}",
                        name,
                        failure.getMessage()))));
        return Future.join(asked).transform(all -> Future.succeededFuture(known));
    }

    public void scopeRead(ScopeReading reading) {
        if (!byName.isEmpty()) {
            lifetimeWarning.read(reading.failsafeAfter());
        }
        Optional<LeaderKey> leader = reading.leader().map(l -> new LeaderKey(l.member(), l.epoch()));
        tellAll(new AddressInput.ScopeSeen(
                BootClock.nanos(),
                CountedRevision.revision(reading.revision()),
                leader,
                reading.paused(),
                reading.failsafeKey(),
                reading.standbyCluster()));
    }

    /** pgbaton's keys of the scope, all of them, as they are at this revision. */
    public void ownKeysRead(long revision, Map<String, Entry> entries) {
        if (!asked) {
            asked = true;
            confirmations.ask();
        }
        byName.forEach((name, loop) ->
                loop.accept(new AddressInput.KeySeen(BootClock.nanos(), revision, reading(name, entries))));
    }

    public void tellAll(AddressInput input) {
        byName.values().forEach(loop -> loop.accept(input));
    }

    /** Releases everything; completes when nothing is left to release. The caller bounds the wait. */
    public Future<Void> stop() {
        Future<?>[] released = byName.values().stream().map(AddressLoop::stop).toArray(Future<?>[]::new);
        return Future.join(List.of(released)).transform(done -> lease.revoke());
    }

    private KeyReading reading(String name, Map<String, Entry> entries) {
        return keyReader.read(entries.get(keys.address(name)), entries.get(keys.taken(name)));
    }

    private void readBack(Outcome outcome) {
        if (outcome instanceof Outcome.Read && !asked) {
            return;
        }
        if (outcome instanceof Outcome.Read read) {
            Snapshot snapshot = read.snapshot();
            ScopeReading reading = scopeReader.read(snapshot.revision(), snapshot.entries());
            Optional<LeaderKey> leader = reading.leader().map(l -> new LeaderKey(l.member(), l.epoch()));
            confirmed.accept(read.sentAt(), leader);
            byName.forEach((name, loop) -> loop.accept(new AddressInput.ReadBack(
                    BootClock.nanos(),
                    read.sentAt(),
                    snapshot.revision(),
                    leader,
                    reading.paused(),
                    reading(name, snapshot.entries()),
                    read.keptLease())));
        } else if (outcome instanceof Outcome.Failed failed) {
            tellAll(new AddressInput.ReadFailed(BootClock.nanos(), failed.sentAt(), failed.reason()));
        }
    }
}
