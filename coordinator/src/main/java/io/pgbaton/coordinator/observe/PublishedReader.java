package io.pgbaton.coordinator.observe;

import io.micrometer.core.instrument.MeterRegistry;
import io.pgbaton.coordinator.decide.Identity;
import io.pgbaton.proto.Scope;
import io.pgbaton.proto.bus.EventType;
import io.pgbaton.proto.bus.Topic;
import io.pgbaton.proto.v1.ClusterState;
import io.pgbaton.runtime.bus.BusReader;
import io.pgbaton.runtime.bus.BusSettings;
import io.pgbaton.runtime.bus.Delivery;
import io.pgbaton.runtime.bus.StartAt;
import io.pgbaton.runtime.bus.TopicSlice;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;

/**
 * Reads the end of the bus once, before partitions that were assigned are worked on, so that nothing that another
 * coordinator published is published again.
 */
public final class PublishedReader {
    private static final Set<Topic> RECENT = Set.of(Topic.EVENTS, Topic.COMMANDS, Topic.AUDIT, Topic.OBSERVATIONS);

    private final Vertx vertx;
    private final BusSettings bus;
    private final MeterRegistry registry;

    public PublishedReader(Vertx vertx, BusSettings bus, MeterRegistry registry) {
        this.vertx = vertx;
        this.bus = bus;
        this.registry = registry;
    }

    /** Completes when the end is reached; waits for as long as the broker is away. */
    public Future<Published> read(Duration back) {
        Map<Scope, Set<String>> ids = new HashMap<>();
        Map<Scope, ClusterState> described = new HashMap<>();
        Map<TopicSlice, Long> ends = new HashMap<>();
        Instant since = Instant.now().minus(back);
        Future<Void> recent = drain(RECENT, StartAt.back(back), one -> note(one, ids, ends));
        Future<Void> states = drain(Set.of(Topic.CLUSTERS), StartAt.BEGINNING, one -> describe(one, described));
        return Future.join(recent, states).map(done -> new Published(since, ids, described, ends));
    }

    private static void note(Delivery one, Map<Scope, Set<String>> ids, Map<TopicSlice, Long> ends) {
        if (one.topic() == Topic.EVENTS || one.topic() == Topic.COMMANDS || isOwn(one)) {
            ids.computeIfAbsent(one.record().scope(), scope -> new HashSet<>())
                    .add(one.record().id());
        }
        if (one.topic() == Topic.OBSERVATIONS || one.topic() == Topic.AUDIT) {
            ends.merge(one.slice(), one.offset(), Math::max);
        }
    }

    /** Audit records of coordinators: their ids do not depend on which one wrote them. */
    static boolean isOwn(Delivery one) {
        return one.topic() == Topic.AUDIT && one.record().source().endsWith("/" + Identity.DAEMON);
    }

    private static void describe(Delivery one, Map<Scope, ClusterState> described) {
        if (one.record().type() == EventType.CLUSTER_DESCRIBED) {
            described.put(one.record().scope(), one.record().data(ClusterState.class));
        }
    }

    private Future<Void> drain(Set<Topic> topics, StartAt start, Consumer<Delivery> each) {
        Promise<Void> end = Promise.promise();
        BusReader reader = BusReader.untilNow(vertx, bus, registry, topics, start)
                .handler(each::accept)
                .endHandler(end::tryComplete);
        reader.start().onFailure(end::tryFail);
        return end.future().eventually(reader::close);
    }
}
