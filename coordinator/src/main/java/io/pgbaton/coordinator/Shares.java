package io.pgbaton.coordinator;

import io.pgbaton.coordinator.observe.PublishedReader;
import io.pgbaton.proto.bus.Topic;
import io.pgbaton.runtime.bus.BusReader;
import io.pgbaton.runtime.bus.Delivery;
import io.pgbaton.runtime.bus.Poison;
import io.pgbaton.runtime.bus.StartAt;
import io.pgbaton.runtime.bus.TopicSlice;
import io.pgbaton.runtime.http.Health;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The partitions that the group gives to this coordinator: observations and audit of one number always together, so
 * that a scope is in one hand. On one context.
 *
 * <p>A rebalance takes everything away and gives most of it back a moment later. What comes back is kept as it was:
 * nobody else had it in between, or has signed the record of each scope that it touched.
 */
final class Shares {
    private static final Logger log = LoggerFactory.getLogger(Shares.class);
    static final String GROUP = "pgbaton-coordinators";
    private static final long COMMIT_MILLIS = 1000;
    /** Longer than a rebalance: session.timeout.ms is 6 s. */
    private static final long TAKEN_AWAY_MILLIS = 10_000;
    /** So that two that take a scope from each other do not do so all the time. */
    private static final long RESTART_MILLIS = 1000;
    /** Some megabytes. */
    private static final int MOST_WAITING = 5000;

    private final Parts parts;
    private final BusReader reader;
    private final PublishedReader published;
    private final Map<Integer, Share> shares = new TreeMap<>();
    private final Set<Integer> suspended = new HashSet<>();
    private boolean joined;
    private boolean paused;
    private boolean closed;
    private long commitTimer = -1;

    Shares(Parts parts) {
        this.parts = parts;
        this.published = new PublishedReader(parts.vertx(), parts.config().bus(), parts.registry());
        this.reader = BusReader.inGroup(
                parts.vertx(),
                parts.config().bus(),
                parts.registry(),
                parts.config().bus().topicPrefix() + GROUP,
                Set.of(Topic.OBSERVATIONS, Topic.AUDIT),
                StartAt.BEGINNING);
    }

    /** @param poison takes the report of a record that cannot be read */
    void start(Consumer<Poison> poison) {
        reader.handler(this::deliver)
                .assignedHandler(this::assigned)
                .revokedHandler(this::revoked)
                .poisonHandler(poison::accept)
                .start();
        commitTimer = parts.vertx().setPeriodic(COMMIT_MILLIS, tick -> {
            commit();
            holdBackIfFull();
        });
    }

    Stream<ScopeOwner> owners() {
        return shares.values().stream().flatMap(share -> share.owners().stream());
    }

    Set<Integer> partitions() {
        return Set.copyOf(shares.keySet());
    }

    Health health() {
        long loading =
                shares.values().stream().filter(share -> !share.isLoaded()).count();
        if (!joined) {
            return Health.notReady("not in the group of coordinators yet");
        }
        return loading > 0
                ? Health.notReady("reading the end of the bus for " + loading + " partitions")
                : Health.ready("partitions " + shares.keySet());
    }

    Future<Void> close() {
        closed = true;
        parts.vertx().cancelTimer(commitTimer);
        Map<TopicSlice, Long> last = committable();
        shares.values().forEach(Share::close);
        Future<Void> committed = last.isEmpty() ? Future.succeededFuture() : reader.commit(last);
        return committed.otherwiseEmpty().compose(done -> reader.close());
    }

    private void deliver(Delivery delivery) {
        Share share = shares.get(delivery.partition());
        if (share != null) {
            share.deliver(delivery);
        }
    }

    private void assigned(Set<TopicSlice> slices) {
        joined = true;
        Set<Integer> wanted = slices.stream().map(TopicSlice::partition).collect(Collectors.toSet());
        Set<Integer> lost = new HashSet<>(shares.keySet());
        lost.removeAll(wanted);
        lost.forEach(this::drop);
        suspended.clear();
        wanted.removeAll(shares.keySet());
        log.info("Partitions are assigned. kept={} new={} lost={}", shares.keySet(), wanted, lost);
        load(wanted.stream().map(this::open).collect(Collectors.toSet()), Share.USUAL_PAST);
    }

    /** It may come back at once; else it is let go, at the latest when its group must have given it to another. */
    private void revoked(Set<TopicSlice> slices) {
        slices.forEach(slice -> suspended.add(slice.partition()));
        parts.vertx().setTimer(TAKEN_AWAY_MILLIS, late -> {
            Set.copyOf(suspended).forEach(this::drop);
            suspended.clear();
        });
    }

    /** Records that come from now on wait in it until it is loaded. */
    private Share open(int partition) {
        Share share = new Share(parts, partition, (back, why) -> restart(partition, back, why));
        shares.put(partition, share);
        return share;
    }

    private void load(Set<Share> opened, Duration back) {
        if (!opened.isEmpty() && !closed) {
            published.read(back).onSuccess(found -> opened.forEach(share -> share.loaded(found)));
        }
    }

    private void drop(int partition) {
        Share share = shares.remove(partition);
        if (share != null) {
            share.close();
        }
    }

    /** From what may be committed, as a successor would. */
    private void restart(int partition, Duration back, String why) {
        Share share = shares.get(partition);
        if (share == null) {
            return;
        }
        log.warn("A partition is given up and taken over anew. partition={} reason={}", partition, why);
        Map<TopicSlice, Long> from = share.offsets().committable();
        drop(partition);
        Share again = open(partition);
        from.forEach((slice, offset) -> reader.seek(slice, offset)
                .onFailure(cause -> log.warn("No seek; the group gives it to another. cause={}", cause.getMessage())));
        parts.vertx().setTimer(RESTART_MILLIS, late -> load(Set.of(again), back));
    }

    private void commit() {
        Map<TopicSlice, Long> until = committable();
        if (until.isEmpty()) {
            return;
        }
        Map<Share, Map<TopicSlice, Long>> each = new HashMap<>();
        shares.values().stream()
                .filter(Share::mayCommit)
                .forEach(share -> each.put(share, share.offsets().committable()));
        reader.commit(until)
                .onSuccess(
                        done -> each.forEach((share, offsets) -> share.offsets().committed(offsets)))
                .onFailure(cause -> log.debug("Not committed; it is read again then. cause={}", cause.getMessage()));
    }

    private Map<TopicSlice, Long> committable() {
        Map<TopicSlice, Long> until = new HashMap<>();
        shares.values().stream()
                .filter(Share::mayCommit)
                .forEach(share -> until.putAll(share.offsets().committable()));
        return until;
    }

    /** An etcd that is away makes its scopes wait; in the end the whole reader has to. */
    private void holdBackIfFull() {
        int backlog = shares.values().stream().mapToInt(Share::backlog).sum();
        boolean full = backlog > MOST_WAITING;
        if (full != paused) {
            paused = full;
            log.warn("Reading {}: records that wait for etcd. waiting={}", full ? "pauses" : "goes on", backlog);
            if (full) {
                reader.pause();
            } else {
                reader.resume();
            }
        }
    }
}
