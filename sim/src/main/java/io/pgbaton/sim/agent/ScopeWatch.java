package io.pgbaton.sim.agent;

import static io.pgbaton.sim.time.Spans.MILLIS;
import static io.pgbaton.sim.time.Spans.SECOND;

import io.pgbaton.nodeagent.decide.address.AddressInput;
import io.pgbaton.nodeagent.decide.address.LeaderKey;
import io.pgbaton.nodeagent.decide.leadership.FailoverRequest;
import io.pgbaton.nodeagent.decide.leadership.LeaderReading;
import io.pgbaton.nodeagent.decide.leadership.ScopeReading;
import io.pgbaton.sim.etcd.Change;
import io.pgbaton.sim.etcd.EtcdValue;
import io.pgbaton.sim.etcd.KeyValue;
import io.pgbaton.sim.etcd.Keys;
import io.pgbaton.sim.etcd.SimEtcd;
import io.pgbaton.sim.node.SimNode;
import io.pgbaton.sim.node.Surroundings;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * Watches scope and address key: a snapshot at revision r, then changes in order from r + 1. It may go silent; a
 * snapshot
 * is read again every few seconds in any case.
 */
final class ScopeWatch {
    private static final long READ_AGAIN = 3 * SECOND;
    private static final long RETRY = 300 * MILLIS;
    private static final long TIMEOUT = 900 * MILLIS;

    private final SimAgent agent;
    private final SimNode node;
    private final Surroundings world;
    private final SimEtcd etcd;
    private final String maintenance;
    private final List<String> watched;
    private Optional<AddressInput.HandsOffSeen> hands = Optional.empty();
    private Map<String, KeyValue> view = new TreeMap<>();
    private long viewRevision = -1;
    private boolean live;
    private long lastDelivery;

    ScopeWatch(SimAgent agent, SimNode node, Surroundings world) {
        this.agent = agent;
        this.node = node;
        this.world = world;
        this.etcd = world.etcd();
        this.maintenance = Keys.maintenance(node.name());
        this.watched = List.of(
                Keys.LEADER,
                Keys.FAILOVER,
                Keys.CONFIG,
                Keys.FAILSAFE,
                Keys.ADDRESS,
                Keys.TAKEN,
                Keys.PAUSE,
                maintenance);
    }

    void start() {
        etcd.listen(this::changed);
        readAll();
    }

    /** What is on its way is lost, and nothing comes any more until the next snapshot. */
    void goSilent() {
        live = false;
    }

    /** Once more, besides the regular readings (R3). */
    void readNow() {
        node.etcd()
                .call(
                        () -> new Snapshot(etcd.revision(), etcd.restores(), copy()),
                        TIMEOUT,
                        snapshot -> agent.later(() -> take(snapshot)),
                        () -> {});
    }

    private void readAll() {
        node.etcd()
                .call(
                        () -> new Snapshot(etcd.revision(), etcd.restores(), copy()),
                        TIMEOUT,
                        snapshot -> agent.later(() -> {
                            take(snapshot);
                            again(live ? READ_AGAIN : MILLIS);
                        }),
                        () -> again(RETRY));
    }

    /**
     * One that was slow may be older than what the watch has told meanwhile. The watch goes on from where it ends; what came
     * in between is had by reading once more.
     */
    private void take(Snapshot snapshot) {
        if (snapshot.life() < node.etcdLife()) {
            return;
        }
        if (snapshot.life() > node.etcdLife()) {
            node.etcdLife(snapshot.life());
            viewRevision = -1;
            live = false;
            agent.feed(new AddressInput.EtcdRewound(node.boot().now()));
        }
        live |= snapshot.revision() == etcd.revision() && snapshot.life() == etcd.restores();
        if (snapshot.revision() >= viewRevision) {
            viewRevision = snapshot.revision();
            view = snapshot.keys();
            tellHands();
            tellScope(snapshot.revision(), true);
            tellKey(snapshot.revision());
        }
    }

    private void again(long delay) {
        world.scheduler().after(delay, () -> agent.later(this::readAll));
    }

    private Map<String, KeyValue> copy() {
        Map<String, KeyValue> keys = new TreeMap<>();
        for (String key : watched) {
            etcd.get(key).ifPresent(kv -> keys.put(key, kv));
        }
        return keys;
    }

    private void changed(Change change) {
        if (agent.gone()) {
            return;
        }
        if (!node.network().etcd() || node.etcdLife() != etcd.restores()) {
            live = false;
        }
        // It is written in one transaction with the address key, and both come in one answer.
        boolean half = change.key().equals(Keys.TAKEN) && change.now().isPresent();
        if (live && watched.contains(change.key()) && !half) {
            Optional<KeyValue> taken = etcd.get(Keys.TAKEN);
            long due = world.scheduler().now() + world.random().between(MILLIS, 6 * MILLIS);
            lastDelivery = Math.max(due, lastDelivery + 1);
            world.scheduler().at(lastDelivery, () -> {
                if (live && node.etcdLife() == etcd.restores()) {
                    agent.later(() -> deliver(change, taken));
                }
            });
        }
    }

    private void deliver(Change change, Optional<KeyValue> taken) {
        if (change.revision() <= viewRevision) {
            return;
        }
        change.now().ifPresentOrElse(kv -> view.put(change.key(), kv), () -> view.remove(change.key()));
        taken.ifPresentOrElse(kv -> view.put(Keys.TAKEN, kv), () -> view.remove(Keys.TAKEN));
        viewRevision = change.revision();
        if (change.key().equals(Keys.ADDRESS) || change.key().equals(Keys.TAKEN)) {
            tellKey(change.revision());
        } else if (change.key().equals(Keys.PAUSE) || change.key().equals(maintenance)) {
            tellHands();
        } else {
            tellScope(change.revision(), false);
        }
    }

    private void tellScope(long revision, boolean afterGap) {
        Optional<KeyValue> key = Optional.ofNullable(view.get(Keys.LEADER));
        boolean paused = Optional.ofNullable(view.get(Keys.CONFIG))
                .map(kv -> kv.value().equals(Keys.PAUSED))
                .orElse(false);
        boolean failsafe = view.containsKey(Keys.FAILSAFE);
        ScopeReading now = reading(revision, key, Optional.ofNullable(view.get(Keys.FAILOVER)), paused);
        agent.witness().scopeRead(agent, now, afterGap);
        agent.feed(new AddressInput.ScopeSeen(node.boot().now(), revision, leader(node, key), paused, failsafe, false));
        agent.scopeRead(now, afterGap);
    }

    private ScopeReading reading(
            long revision, Optional<KeyValue> leader, Optional<KeyValue> failover, boolean paused) {
        Optional<LeaderReading> read = leader.map(kv -> new LeaderReading(
                kv.value().toString(), node.counted(kv.modRevision()), kv.createRevision(), kv.lease()));
        return new ScopeReading(
                node.counted(revision),
                read,
                Map.of(),
                failover.map(this::request),
                paused,
                false,
                false,
                Set.of(),
                0,
                "1",
                0,
                Duration.ZERO);
    }

    private FailoverRequest request(KeyValue key) {
        String[] names = key.value().toString().split(">", -1);
        return new FailoverRequest(names[0], names[1], "", node.counted(key.modRevision()));
    }

    /** R11: only what differs from what was told. */
    private void tellHands() {
        boolean freeze = Keys.FREEZE.equals(
                Optional.ofNullable(view.get(Keys.PAUSE)).map(KeyValue::value).orElse(null));
        String frozen = freeze ? "paused" : "";
        String maintained = view.containsKey(maintenance) ? "in maintenance" : "";
        boolean news = hands.map(told ->
                        !told.frozen().equals(frozen) || !told.maintenance().equals(maintained))
                .orElse(!frozen.isEmpty() || !maintained.isEmpty());
        if (news) {
            hands = Optional.of(new AddressInput.HandsOffSeen(node.boot().now(), frozen, maintained));
            agent.feed(hands.get());
        }
    }

    private void tellKey(long revision) {
        Optional<KeyValue> key = Optional.ofNullable(view.get(Keys.ADDRESS));
        Optional<KeyValue> taken = Optional.ofNullable(view.get(Keys.TAKEN));
        agent.feed(new AddressInput.KeySeen(node.boot().now(), revision, KeyPort.reading(key, taken, node.name())));
    }

    static Optional<LeaderKey> leader(SimNode node, Optional<KeyValue> key) {
        return key.map(kv -> new LeaderKey(((EtcdValue.Text) kv.value()).text(), node.counted(kv.modRevision())));
    }

    static boolean paused(SimEtcd etcd) {
        return etcd.get(Keys.CONFIG).map(kv -> kv.value().equals(Keys.PAUSED)).orElse(false);
    }

    private record Snapshot(long revision, long life, Map<String, KeyValue> keys) {}
}
