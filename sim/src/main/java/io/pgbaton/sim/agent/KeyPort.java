package io.pgbaton.sim.agent;

import static io.pgbaton.sim.time.Spans.MILLIS;
import static io.pgbaton.sim.time.Spans.SECOND;

import io.pgbaton.nodeagent.decide.address.AddressAction;
import io.pgbaton.nodeagent.decide.address.AddressInput;
import io.pgbaton.nodeagent.decide.address.KeyReading;
import io.pgbaton.nodeagent.decide.address.LeaderKey;
import io.pgbaton.sim.etcd.Compare;
import io.pgbaton.sim.etcd.EtcdValue;
import io.pgbaton.sim.etcd.KeyValue;
import io.pgbaton.sim.etcd.Keys;
import io.pgbaton.sim.etcd.SimEtcd;
import io.pgbaton.sim.node.SimNode;
import io.pgbaton.sim.node.Surroundings;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/** The agent's transactions and reads. Its lease is granted when first needed, and anew when etcd has forgotten it. */
final class KeyPort {
    private static final long TIMEOUT = 900 * MILLIS;

    /** R1a: the key outlives the address on the interface, which may go 1.3 s late. */
    private static final long LEASE_MARGIN = 3 * SECOND;

    private static final long LEASE_FRESH = 1_500 * MILLIS;
    private static final long KERNEL_LATE = 1_300 * MILLIS;

    private final SimAgent agent;
    private final SimNode node;
    private final Surroundings world;
    private final SimEtcd etcd;
    private long lease;
    private long renewedAt;
    private long frozenBefore;
    private final List<AddressAction.TakeKey> forLease = new ArrayList<>();
    private boolean reading;
    private boolean wantedAgain;

    KeyPort(SimAgent agent, SimNode node, Surroundings world) {
        this.agent = agent;
        this.node = node;
        this.world = world;
        this.etcd = world.etcd();
    }

    /** One read at a time: whoever asks while one is on its way gets the answer of one sent after it asked. */
    void readBack() {
        if (reading) {
            wantedAgain = true;
            return;
        }
        reading = true;
        long sentAt = now();
        long frozen = node.boot().frozen();
        long kept = lease;
        node.etcd()
                .call(
                        () -> read(sentAt, kept),
                        TIMEOUT,
                        read -> agent.later(() -> answered(sentAt, kept, frozen, read)),
                        () -> agent.later(
                                () -> ended(new AddressInput.ReadFailed(now(), sentAt, "no answer within 0.9 s"))));
    }

    /** At etcd: keepalive and read, and the truth of it. Without a lease there is none to lose. */
    private Reading read(long sentAt, long kept) {
        boolean alive = kept == 0 || etcd.keepAlive(kept);
        KeyReading key = reading(etcd.get(Keys.ADDRESS), etcd.get(Keys.TAKEN), node.name());
        Reading read = new Reading(etcd.revision(), leader(), ScopeWatch.paused(etcd), key, alive);
        boolean held = alive && key.mine() && key.lease() == kept;
        if (held && read.leads(node.name())) {
            agent.witness().confirmed(node, sentAt, read.leader().orElseThrow().epoch());
        } else if (held
                && read.leader().isEmpty()
                && read.paused()
                && node.postgres().writable()) {
            agent.witness().excepted(node, sentAt);
        }
        return read;
    }

    private void answered(long sentAt, long kept, long frozen, Reading r) {
        if (r.leaseAlive()) {
            renewed(kept, sentAt, frozen);
        } else if (kept == lease) {
            lease = 0;
        }
        long keptLease = r.leaseAlive() ? kept : 0;
        ended(new AddressInput.ReadBack(now(), sentAt, r.revision(), r.leader(), r.paused(), r.key(), keptLease));
    }

    private void renewed(long which, long sentAt, long frozen) {
        if (which == lease) {
            renewedAt = sentAt;
            frozenBefore = frozen;
        }
    }

    private void ended(AddressInput input) {
        reading = false;
        agent.feed(input);
        if (wantedAgain) {
            wantedAgain = false;
            readBack();
        }
    }

    /**
     * A key may hang only on a lease renewed lately: one of long ago would end before the lifetime that it confirms. Who asks
     * while one is on its way gets that one: of two leases only one would be kept alive.
     */
    void take(AddressAction.TakeKey action) {
        if (lease != 0 && now() - renewedAt < LEASE_FRESH) {
            commit(action);
            return;
        }
        forLease.add(action);
        if (forLease.size() == 1) {
            askForLease();
        }
    }

    private void askForLease() {
        long sentAt = now();
        long frozen = node.boot().frozen();
        long kept = lease;
        node.etcd()
                .call(
                        () -> kept != 0 && etcd.keepAlive(kept) ? kept : etcd.grant(lifetime() + LEASE_MARGIN),
                        TIMEOUT,
                        granted -> agent.later(() -> {
                            lease = granted;
                            renewed(granted, sentAt, frozen);
                            waiting().forEach(this::commit);
                        }),
                        () -> agent.later(() -> waiting().forEach(none -> notTaken("no lease: etcd does not answer"))));
    }

    private List<AddressAction.TakeKey> waiting() {
        List<AddressAction.TakeKey> all = List.copyOf(forLease);
        forLease.clear();
        return all;
    }

    /** It confirms from when the lease was renewed: the process may have been stopped since. */
    private void commit(AddressAction.TakeKey action) {
        long sentAt = Math.min(now(), renewedAt);
        long used = lease;
        node.etcd()
                .call(
                        () -> put(action, sentAt, used),
                        TIMEOUT,
                        revision -> agent.later(() -> committed(action, sentAt, revision)),
                        () -> agent.later(() -> notTaken("outcome unknown: etcd does not answer")));
    }

    private OptionalLong put(AddressAction.TakeKey action, long sentAt, long used) {
        EtcdValue claim = new EtcdValue.Claim(false, node.name(), agent.instance(), action.epoch(), lifetime());
        OptionalLong revision = etcd.put(
                agent.conditions(action),
                List.of(new SimEtcd.Put(Keys.TAKEN, claim, 0), new SimEtcd.Put(Keys.ADDRESS, claim, used)));
        boolean leads = leader().filter(l -> l.member().equals(node.name())).isPresent();
        if (revision.isPresent() && leads && outlives(used, sentAt)) {
            agent.witness().confirmed(node, sentAt, action.epoch());
        }
        return revision;
    }

    /**
     * Whether the lease lasts longer than the kernel may carry an address that was confirmed at {@code sentAt}. What a
     * frozen
     * machine did not count is R1e's.
     */
    private boolean outlives(long used, long sentAt) {
        long left = etcd.leaseDeadline(used) - world.scheduler().now();
        long uncounted = node.boot().frozen() - frozenBefore;
        return left + uncounted >= lifetime() - (now() - sentAt) + KERNEL_LATE;
    }

    private void committed(AddressAction.TakeKey action, long sentAt, OptionalLong revision) {
        if (revision.isPresent()) {
            agent.feed(new AddressInput.KeyTaken(now(), sentAt, revision.getAsLong(), action.epoch(), lease));
        } else {
            notTaken("leader key or address key is not as expected");
        }
    }

    private void notTaken(String reason) {
        agent.feed(new AddressInput.KeyNotTaken(now(), reason));
    }

    /** The mark hangs on no lease: it stays until somebody takes the key. */
    void mark(AddressAction.MarkReleased action) {
        List<Compare> unchanged = List.of(Compare.at(Keys.ADDRESS, action.expectedRevision()));
        EtcdValue mark = new EtcdValue.Claim(true, node.name(), agent.instance(), 0, 0);
        node.etcd()
                .call(
                        () -> etcd.put(unchanged, Keys.ADDRESS, mark, 0),
                        TIMEOUT,
                        revision -> agent.later(() -> marked(revision)),
                        () -> agent.later(() -> agent.feed(
                                new AddressInput.KeyMarked(now(), 0, false, "outcome unknown: etcd does not answer"))));
    }

    private void marked(OptionalLong revision) {
        String detail = revision.isPresent() ? "" : "the key has changed";
        agent.feed(new AddressInput.KeyMarked(now(), revision.orElse(0), revision.isPresent(), detail));
    }

    void askLease(long asked) {
        long sentAt = node.boot().now();
        node.etcd()
                .call(
                        () -> etcd.timeToLive(asked),
                        TIMEOUT,
                        left -> agent.later(() -> agent.feed(new AddressInput.LeaseSeen(now(), sentAt, asked, left))),
                        () -> {});
    }

    static KeyReading reading(Optional<KeyValue> stored, Optional<KeyValue> taken, String member) {
        long lastTaken = taken.map(KeyValue::modRevision).orElse(0L);
        if (stored.isEmpty()) {
            return taken.map(kv -> (EtcdValue.Claim) kv.value())
                    .map(last -> last.member().equals(member)
                            ? KeyReading.left(last.lifetime(), lastTaken)
                            : KeyReading.absent(last.lifetime(), lastTaken))
                    .orElse(KeyReading.absent(0, 0));
        }
        KeyValue kv = stored.get();
        EtcdValue.Claim claim = (EtcdValue.Claim) kv.value();
        if (claim.released()) {
            return KeyReading.released(kv.modRevision(), lastTaken);
        }
        boolean mine = claim.member().equals(member);
        return new KeyReading(
                mine ? KeyReading.Kind.MINE : KeyReading.Kind.OTHERS,
                kv.modRevision(),
                claim.epoch(),
                kv.lease(),
                claim.lifetime(),
                claim.member(),
                lastTaken);
    }

    private Optional<LeaderKey> leader() {
        return ScopeWatch.leader(node, etcd.get(Keys.LEADER));
    }

    private long lifetime() {
        return world.timing().lifetime();
    }

    private long now() {
        return node.boot().now();
    }

    private record Reading(
            long revision, Optional<LeaderKey> leader, boolean paused, KeyReading key, boolean leaseAlive) {
        boolean leads(String member) {
            return leader.filter(l -> l.member().equals(member)).isPresent();
        }
    }
}
