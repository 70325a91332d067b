package io.pgbaton.sim.etcd;

import static io.pgbaton.sim.time.Spans.SECOND;

import io.pgbaton.sim.time.SimRandom;
import io.pgbaton.sim.time.SimScheduler;
import io.pgbaton.sim.time.Trace;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.function.Consumer;

/**
 * The store itself: revisions, leases, transactions. Whatever runs here runs at one point in time and is therefore
 * linearizable; delay, loss and cuts belong to the {@link EtcdClient}.
 */
public final class SimEtcd {
    /** etcd gives up a proposal after about this long; one that waited for a quorum less than that is still applied. */
    private static final long PROPOSAL_PATIENCE = 5 * SECOND;

    private final SimScheduler scheduler;
    private final Trace trace;
    private final TreeMap<String, KeyValue> store = new TreeMap<>();
    private final Leases leases;
    private final List<Consumer<Change>> listeners = new ArrayList<>();
    private final List<Waiting> waiting = new ArrayList<>();
    private long revision = 1;
    private long restores;
    private long meddled;
    private boolean quorum = true;

    public SimEtcd(SimScheduler scheduler, SimRandom random, Trace trace) {
        this.scheduler = scheduler;
        this.trace = trace;
        this.leases = new Leases(scheduler, random, this::leaseEnded);
    }

    public void listen(Consumer<Change> listener) {
        listeners.add(listener);
    }

    public long revision() {
        return revision;
    }

    public Optional<KeyValue> get(String key) {
        return Optional.ofNullable(store.get(key));
    }

    /** One put of a transaction. */
    public record Put(String key, EtcdValue value, long lease) {}

    /** Puts if all conditions hold. @return the new revision, empty when one did not hold */
    public OptionalLong put(List<Compare> conditions, String key, EtcdValue value, long lease) {
        return put(conditions, List.of(new Put(key, value, lease)));
    }

    /** Puts all, at one revision, if all conditions hold. @return that revision, empty when one did not hold */
    public OptionalLong put(List<Compare> conditions, List<Put> puts) {
        boolean leaseGone =
                puts.stream().anyMatch(put -> put.lease() != 0 && leases.deadline(put.lease()) <= scheduler.now());
        if (leaseGone || !conditions.stream().allMatch(c -> c.holds(get(c.key())))) {
            return OptionalLong.empty();
        }
        revision++;
        List<Change> changes = puts.stream().map(this::store).toList();
        changes.forEach(this::tell);
        return OptionalLong.of(revision);
    }

    private Change store(Put put) {
        KeyValue before = store.get(put.key());
        long created = before == null ? revision : before.createRevision();
        KeyValue now = new KeyValue(put.key(), put.value(), created, revision, put.lease());
        store.put(put.key(), now);
        return new Change(revision, put.key(), Optional.ofNullable(before), Optional.of(now));
    }

    /** Deletes if all conditions hold. @return whether it did */
    public boolean delete(List<Compare> conditions, String key) {
        if (!store.containsKey(key) || !conditions.stream().allMatch(c -> c.holds(get(c.key())))) {
            return false;
        }
        revision++;
        KeyValue before = store.remove(key);
        tell(new Change(revision, key, Optional.of(before), Optional.empty()));
        return true;
    }

    public long grant(long ttl) {
        return leases.grant(ttl);
    }

    public boolean keepAlive(long lease) {
        return leases.keepAlive(lease);
    }

    /** World time at which the lease ends if nobody keeps it alive; 0 when it is gone. */
    public long leaseDeadline(long lease) {
        return leases.deadline(lease);
    }

    /** Whole seconds that a lease still has, rounded down as etcd answers; -1 second when it is gone. */
    public long timeToLive(long lease) {
        long deadline = leases.deadline(lease);
        return deadline == 0 ? -SECOND : Math.floorDiv(Math.max(0, deadline - scheduler.now()), SECOND) * SECOND;
    }

    /** A copy of everything, as {@code etcdctl snapshot save}. */
    public record Backup(long revision, Map<String, KeyValue> store, Map<Long, Long> leases) {}

    public Backup backup() {
        return new Backup(revision, new TreeMap<>(store), leases.backup());
    }

    /** The store as it was: its revisions count on from there, and whoever watched has to read again. */
    public void restore(Backup backup) {
        store.clear();
        store.putAll(backup.store());
        revision = backup.revision();
        restores++;
        meddled++;
        leases.restore(backup.leases());
        waiting.clear();
        trace.note("etcd", "restored", revision, List.copyOf(store.values()));
    }

    /** How often it was restored: what a cluster id tells. */
    public long restores() {
        return restores;
    }

    /** By hand, as {@code etcdctl lease revoke}: what hangs on the lease of this key is gone at once. */
    public void revokeLeaseOf(String key) {
        meddled++;
        get(key).map(KeyValue::lease).filter(lease -> lease != 0).ifPresent(leases::end);
    }

    /** By hand, as {@code etcdctl del}. */
    public void deleteByHand(String key) {
        meddled++;
        delete(List.of(), key);
    }

    /** How often somebody ended a key or a lease that would have lived on, or put the store back. */
    public long meddled() {
        return meddled;
    }

    public boolean hasQuorum() {
        return quorum;
    }

    public void quorum(boolean now) {
        if (quorum == now) {
            return;
        }
        quorum = now;
        trace.note("etcd", "quorum", now ? 1 : 0, now ? "is back" : "is lost");
        leases.quorum(now);
        if (now) {
            List<Waiting> due = List.copyOf(waiting);
            waiting.clear();
            due.stream().filter(w -> scheduler.now() < w.until()).forEach(w -> w.request()
                    .run());
        }
    }

    /** A proposal that reached a member while there was no quorum: it may still be applied later. */
    void whenQuorum(Runnable request) {
        waiting.add(new Waiting(scheduler.now() + PROPOSAL_PATIENCE, request));
    }

    private void leaseEnded(long lease) {
        List<String> keys = store.values().stream()
                .filter(kv -> kv.lease() == lease)
                .map(KeyValue::key)
                .toList();
        keys.forEach(key -> delete(List.of(), key));
    }

    private void tell(Change change) {
        trace.note("etcd", "change", change.revision(), change);
        listeners.forEach(l -> l.accept(change));
    }

    private record Waiting(long until, Runnable request) {}
}
