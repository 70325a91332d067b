package io.pgbaton.coordinator;

import io.pgbaton.coordinator.act.Publications;
import io.pgbaton.coordinator.observe.Offsets;
import io.pgbaton.coordinator.observe.Published;
import io.pgbaton.proto.Scope;
import io.pgbaton.proto.bus.EventType;
import io.pgbaton.proto.bus.Topic;
import io.pgbaton.proto.v1.Outcome;
import io.pgbaton.proto.v1.Refusal;
import io.pgbaton.runtime.bus.Delivery;
import io.pgbaton.runtime.bus.TopicSlice;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.TreeMap;

/**
 * One partition in the hands of this coordinator. On one context.
 *
 * <pre>
 * loading    the end of the bus is read; records wait
 * replaying  what was on the bus when it was assigned; the scopes' states are not published yet
 * live       everything since
 * </pre>
 */
final class Share {
    /** A handover is over in half a minute, so this covers all but a bus on which every coordinator was away. */
    static final Duration USUAL_PAST = Duration.ofMinutes(15);

    private static final String LOADING = "the end of the bus is read";

    /** Clocks of broker and coordinator differ. */
    private static final Duration MARGIN = Duration.ofMinutes(1);

    /** When nothing came for so long, there was nothing to replay. Some fetches of a group reader. */
    private static final long QUIET_MILLIS = 2000;

    private final Parts parts;
    private final int partition;
    private final Restart restart;
    private final Offsets offsets = new Offsets();
    private final Publications publications;
    private final Map<Scope, ScopeOwner> owners = new TreeMap<>();
    private final Queue<Delivery> waiting = new ArrayDeque<>();
    private final Map<TopicSlice, Long> unread = new HashMap<>();
    private Optional<Published> published = Optional.empty();
    private boolean live;
    private boolean closed;
    private long quietTimer = -1;

    /** All of it has to be read again from what may be committed. */
    interface Restart {
        /** @param back how much of the bus' end has to be known then */
        void again(Duration back, String reason);
    }

    Share(Parts parts, int partition, Restart restart) {
        this.parts = parts;
        this.partition = partition;
        this.restart = restart;
        this.publications = new Publications(parts.writer());
    }

    void deliver(Delivery delivery) {
        if (closed) {
            return;
        }
        if (published.isEmpty()) {
            await(delivery);
        } else if (delivery.published().isBefore(published.get().since().plus(MARGIN))) {
            readFurtherBack(delivery);
        } else {
            take(delivery);
        }
    }

    void loaded(Published found) {
        if (closed) {
            return;
        }
        published = Optional.of(found);
        found.ends().forEach((slice, end) -> {
            if (slice.partition() == partition) {
                unread.put(slice, end);
            }
        });
        openWhatIsKnown(found);
        Queue<Delivery> waited = new ArrayDeque<>(waiting);
        waiting.clear();
        waited.forEach(this::deliver);
        parts.context().runOnContext(taken -> offsets.release(LOADING));
        if (!live && !closed) {
            waitForQuiet();
        }
    }

    Offsets offsets() {
        return offsets;
    }

    Collection<ScopeOwner> owners() {
        return owners.values();
    }

    boolean isLoaded() {
        return published.isPresent();
    }

    /** Records that wait for etcd or for the end of the bus. */
    int backlog() {
        return waiting.size()
                + owners.values().stream().mapToInt(ScopeOwner::backlog).sum();
    }

    /** The broker has all that came of what was read, so it may be committed. */
    boolean mayCommit() {
        return publications.isSettled() && offsets.isAhead();
    }

    void close() {
        closed = true;
        parts.vertx().cancelTimer(quietTimer);
        owners.values().forEach(ScopeOwner::close);
        owners.clear();
    }

    /** Before anything happens in it: then the first command does not have to wait until etcd has been read. */
    private void openWhatIsKnown(Published found) {
        found.described().keySet().stream()
                .filter(scope -> TopicSlice.partitionOf(scope) == partition && !owners.containsKey(scope))
                .forEach(this::open);
    }

    private void await(Delivery delivery) {
        waiting.add(delivery);
        offsets.begin(delivery.slice(), delivery.offset());
        offsets.hold(LOADING);
        offsets.done(delivery.slice(), delivery.offset());
    }

    /** It is older than what is known to be published: nobody has worked on this partition for long. */
    private void readFurtherBack(Delivery delivery) {
        await(delivery);
        Duration age = Duration.between(delivery.published(), Instant.now());
        restart.again(age.plus(MARGIN).plus(MARGIN), "a record is " + age.toMinutes() + " minutes old");
    }

    private void take(Delivery delivery) {
        Scope scope = delivery.record().scope();
        ScopeOwner owner = owners.get(scope);
        if (owner == null && isWorthAnOwner(delivery)) {
            owner = open(scope);
        }
        if (owner == null) {
            offsets.begin(delivery.slice(), delivery.offset());
            offsets.done(delivery.slice(), delivery.offset());
        } else {
            owner.receive(delivery);
        }
        replayed(delivery);
    }

    private void givenUp(String reason) {
        restart.again(USUAL_PAST, reason);
    }

    private ScopeOwner open(Scope scope) {
        ScopeOwner owner = new ScopeOwner(parts, scope, published.orElseThrow(), offsets, publications, this::givenUp);
        owners.put(scope, owner);
        owner.start();
        if (live) {
            owner.endReplay();
        }
        return owner;
    }

    /** An agent's observation, or its answer to a command; what coordinators record of themselves is nobody's news. */
    private static boolean isWorthAnOwner(Delivery delivery) {
        if (delivery.topic() == Topic.OBSERVATIONS) {
            return true;
        }
        EventType type = delivery.record().type();
        return (type == EventType.OUTCOME_RECORDED
                        && !delivery.record().data(Outcome.class).getCommandId().isEmpty())
                || (type == EventType.REFUSAL_RECORDED
                        && !delivery.record().data(Refusal.class).getCommandId().isEmpty());
    }

    private void replayed(Delivery delivery) {
        if (live) {
            return;
        }
        unread.computeIfPresent(delivery.slice(), (slice, end) -> delivery.offset() >= end ? null : end);
        if (unread.isEmpty()) {
            goLive();
        } else {
            waitForQuiet();
        }
    }

    private void waitForQuiet() {
        parts.vertx().cancelTimer(quietTimer);
        quietTimer = parts.vertx().setTimer(QUIET_MILLIS, quiet -> goLive());
    }

    private void goLive() {
        if (!live && !closed) {
            live = true;
            parts.vertx().cancelTimer(quietTimer);
            owners.values().forEach(ScopeOwner::endReplay);
        }
    }
}
