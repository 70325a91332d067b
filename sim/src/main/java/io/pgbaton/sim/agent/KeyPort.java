package io.pgbaton.sim.agent;

import static io.pgbaton.sim.time.Spans.MILLIS;
import static io.pgbaton.sim.time.Spans.SECOND;

import io.pgbaton.nodeagent.decide.address.AddressAction;
import io.pgbaton.nodeagent.decide.address.AddressInput;
import io.pgbaton.nodeagent.decide.address.KeyReading;
import io.pgbaton.nodeagent.decide.address.LeaderKey;
import io.pgbaton.sim.etcd.EtcdValue;
import io.pgbaton.sim.etcd.KeyValue;
import io.pgbaton.sim.etcd.Keys;
import io.pgbaton.sim.etcd.SimEtcd;
import io.pgbaton.sim.node.SimNode;
import io.pgbaton.sim.node.Surroundings;
import java.util.Optional;
import java.util.OptionalLong;

/** The agent's transactions and reads. Its lease is granted when first needed, and anew when etcd has forgotten it. */
final class KeyPort {
    private static final long TIMEOUT = 900 * MILLIS;

    /** R1a: the key outlives the address on the interface, which may go 1.3 s late. */
    private static final long LEASE_MARGIN = 3 * SECOND;

    private final SimAgent agent;
    private final SimNode node;
    private final Surroundings world;
    private final SimEtcd etcd;
    private long lease;

    KeyPort(SimAgent agent, SimNode node, Surroundings world) {
        this.agent = agent;
        this.node = node;
        this.world = world;
        this.etcd = world.etcd();
    }

    void readBack() {
        long sentAt = node.boot().now();
        long kept = lease;
        node.etcd()
                .call(
                        () -> read(sentAt, kept),
                        TIMEOUT,
                        reading -> agent.later(() -> answered(sentAt, reading)),
                        () -> agent.later(() ->
                                agent.feed(new AddressInput.ReadFailed(now(), sentAt, "no answer within 0.9 s"))));
    }

    private Reading read(long sentAt, long kept) {
        boolean alive = kept != 0 && etcd.keepAlive(kept);
        Reading reading = new Reading(
                etcd.revision(),
                leader(),
                ScopeWatch.paused(etcd),
                reading(etcd.get(Keys.ADDRESS), node.name()),
                alive);
        boolean held = alive && reading.key().mine() && reading.key().lease() == kept;
        if (held && reading.leads(node.name())) {
            agent.witness()
                    .confirmed(node, sentAt, reading.leader().orElseThrow().epoch());
        } else if (held
                && reading.leader().isEmpty()
                && reading.paused()
                && node.postgres().writable()) {
            agent.witness().excepted(node, sentAt);
        }
        return reading;
    }

    private void answered(long sentAt, Reading r) {
        if (!r.leaseAlive()) {
            lease = 0;
        }
        agent.feed(new AddressInput.ReadBack(
                now(), sentAt, r.revision(), r.leader(), r.paused(), r.key(), r.leaseAlive()));
    }

    /** Lease first: a key that hangs on a lease of long ago would end before the lifetime that it confirms. */
    void take(AddressAction.TakeKey action) {
        long sentAt = node.boot().now();
        long kept = lease;
        node.etcd()
                .call(
                        () -> kept != 0 && etcd.keepAlive(kept) ? kept : etcd.grant(lifetime() + LEASE_MARGIN),
                        TIMEOUT,
                        granted -> agent.later(() -> commit(action, sentAt, granted)),
                        () -> agent.later(() -> notTaken("no lease: etcd does not answer")));
    }

    private void commit(AddressAction.TakeKey action, long sentAt, long granted) {
        lease = granted;
        node.etcd()
                .call(
                        () -> put(action, sentAt, granted),
                        TIMEOUT,
                        revision -> agent.later(() -> committed(action, sentAt, revision)),
                        () -> agent.later(() -> notTaken("outcome unknown: etcd does not answer")));
    }

    private OptionalLong put(AddressAction.TakeKey action, long sentAt, long granted) {
        EtcdValue claim = new EtcdValue.Claim(false, node.name(), agent.instance(), action.epoch(), lifetime());
        OptionalLong revision = etcd.put(agent.conditions(action), Keys.ADDRESS, claim, granted);
        if (revision.isPresent()
                && leader().filter(l -> l.member().equals(node.name())).isPresent()) {
            agent.witness().confirmed(node, sentAt, action.epoch());
        }
        return revision;
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
        EtcdValue mark = new EtcdValue.Claim(true, node.name(), agent.instance(), 0, 0);
        node.etcd()
                .call(
                        () -> etcd.put(
                                java.util.List.of(
                                        io.pgbaton.sim.etcd.Compare.at(Keys.ADDRESS, action.expectedRevision())),
                                Keys.ADDRESS,
                                mark,
                                0),
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

    static KeyReading reading(Optional<KeyValue> stored, String member) {
        if (stored.isEmpty()) {
            return KeyReading.absent();
        }
        KeyValue kv = stored.get();
        EtcdValue.Claim claim = (EtcdValue.Claim) kv.value();
        if (claim.released()) {
            return new KeyReading(KeyReading.Kind.RELEASED, kv.modRevision(), 0, 0, 0, "");
        }
        boolean mine = claim.member().equals(member);
        return new KeyReading(
                mine ? KeyReading.Kind.MINE : KeyReading.Kind.OTHERS,
                kv.modRevision(),
                claim.epoch(),
                kv.lease(),
                claim.lifetime(),
                claim.member());
    }

    private Optional<LeaderKey> leader() {
        return ScopeWatch.leader(etcd.get(Keys.LEADER));
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
