package io.pgbaton.coordinator.observe;

import io.micrometer.core.instrument.MeterRegistry;
import io.pgbaton.proto.Scope;
import io.pgbaton.proto.bus.BusRecord;
import io.pgbaton.proto.bus.EventType;
import io.pgbaton.proto.bus.Topic;
import io.pgbaton.proto.v1.ClusterState;
import io.pgbaton.runtime.bus.BusReader;
import io.pgbaton.runtime.bus.BusSettings;
import io.pgbaton.runtime.bus.Delivery;
import io.pgbaton.runtime.bus.StartAt;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Collections;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;

/**
 * What everybody may know, of all scopes, whichever coordinator handles them: for the HTTP side. From the public topics
 * alone, so every coordinator answers the same. On one context.
 */
public final class PublicFeed {
    /** A day is what somebody on call asks about; all the rest is on the bus. */
    private static final Duration PAST = Duration.ofDays(1);

    private static final int MOST_EVENTS = 500;
    private static final int MOST_HANDOVERS = 200;

    private final BusReader events;
    private final BusReader states;
    private final Map<Scope, ClusterState> scopes = new TreeMap<>();
    private final Deque<BusRecord> recent = new ArrayDeque<>();
    private final Map<String, BusRecord> handovers = new LinkedHashMap<>();
    private final Set<Consumer<BusRecord>> listeners = new LinkedHashSet<>();

    public PublicFeed(Vertx vertx, BusSettings bus, MeterRegistry registry) {
        events = BusReader.following(vertx, bus, registry, Set.of(Topic.EVENTS), StartAt.back(PAST));
        states = BusReader.following(vertx, bus, registry, Set.of(Topic.CLUSTERS), StartAt.BEGINNING);
    }

    public void start() {
        events.handler(this::event).start();
        states.handler(this::state).start();
    }

    public Future<Void> close() {
        return Future.join(events.close(), states.close()).mapEmpty();
    }

    public Map<Scope, ClusterState> scopes() {
        return Collections.unmodifiableMap(scopes);
    }

    /** handover.started, .completed or .failed: the last of each handover, the oldest first. */
    public List<BusRecord> handovers() {
        return List.copyOf(handovers.values());
    }

    /** The last events, the oldest first. */
    public List<BusRecord> recent() {
        return List.copyOf(recent);
    }

    /** Each event from now on. */
    public void listen(Consumer<BusRecord> listener) {
        listeners.add(listener);
    }

    public void leave(Consumer<BusRecord> listener) {
        listeners.remove(listener);
    }

    private void event(Delivery delivery) {
        BusRecord event = delivery.record();
        recent.addLast(event);
        if (recent.size() > MOST_EVENTS) {
            recent.removeFirst();
        }
        if (isAboutAHandover(event.type())) {
            handovers.remove(event.correlationId());
            handovers.put(event.correlationId(), event);
            if (handovers.size() > MOST_HANDOVERS) {
                handovers.remove(handovers.keySet().iterator().next());
            }
        }
        List.copyOf(listeners).forEach(listener -> listener.accept(event));
    }

    private void state(Delivery delivery) {
        if (delivery.record().type() == EventType.CLUSTER_DESCRIBED) {
            scopes.put(delivery.record().scope(), delivery.record().data(ClusterState.class));
        }
    }

    private static boolean isAboutAHandover(EventType type) {
        return type == EventType.HANDOVER_STARTED
                || type == EventType.HANDOVER_COMPLETED
                || type == EventType.HANDOVER_FAILED;
    }
}
