package io.pgbaton.runtime.bus;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.pgbaton.proto.Scope;
import io.pgbaton.proto.bus.BusRecord;
import io.pgbaton.proto.bus.EventType;
import io.pgbaton.proto.bus.Topic;
import io.pgbaton.proto.id.EventIds;
import io.pgbaton.proto.v1.LeaderLost;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.internal.VertxInternal;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/** One Vert.x with one event loop, as a daemon has it, and a bus of its own prefix on a shared broker. */
final class BusWorld implements AutoCloseable {
    static final Scope SCOPE = new Scope("service", "demo");

    private static final long PATIENCE_SECONDS = 60;

    final Vertx vertx = Vertx.vertx(new VertxOptions()
            .setEventLoopPoolSize(1)
            .setWorkerPoolSize(2)
            .setMaxEventLoopExecuteTime(500)
            .setMaxEventLoopExecuteTimeUnit(TimeUnit.MILLISECONDS)
            .setBlockedThreadCheckInterval(100));
    final MeterRegistry registry = new SimpleMeterRegistry();
    final BusSettings bus;
    private final Context context = vertx.getOrCreateContext();
    private final List<String> blocked = new CopyOnWriteArrayList<>();
    private final List<BusReader> readers = new ArrayList<>();
    private final List<BusWriter> writers = new ArrayList<>();

    BusWorld(String bootstrap) {
        bus = new BusSettings(List.of(bootstrap), "t" + System.nanoTime() + ".", Map.of());
        ((VertxInternal) vertx)
                .blockedThreadChecker()
                .setThreadBlockedHandler(
                        event -> blocked.add(event.thread().getName() + " for " + event.duration() + " ns"));
    }

    List<String> blockedThreads() {
        return blocked;
    }

    Instant now() {
        return Instant.now().truncatedTo(ChronoUnit.MILLIS);
    }

    void topics() throws Exception {
        get(Topics.ensure(vertx, bus).ready());
    }

    BusWriter writer() throws Exception {
        return writer(BusWriter.DEFAULT_CAPACITY);
    }

    BusWriter writer(int capacity) throws Exception {
        return writer(new MemoryJournal(capacity));
    }

    BusWriter writer(Journal journal) throws Exception {
        BusWriter writer = call(() -> BusWriter.start(vertx, bus, registry, journal));
        writers.add(writer);
        return writer;
    }

    BusReader following(StartAt start) throws Exception {
        return reader(() -> BusReader.following(vertx, bus, registry, Set.of(Topic.OBSERVATIONS), start));
    }

    BusReader ofScope(Topic topic, StartAt start) throws Exception {
        return reader(() -> BusReader.ofScopes(vertx, bus, registry, Set.of(topic), Set.of(SCOPE), start));
    }

    BusReader inGroup(String group) throws Exception {
        Set<Topic> both = Set.of(Topic.OBSERVATIONS, Topic.AUDIT);
        return reader(
                () -> BusReader.inGroup(vertx, bus, registry, bus.topicPrefix() + group, both, StartAt.BEGINNING));
    }

    List<Delivery> readToEnd(Set<Topic> topics) throws Exception {
        Promise<Void> end = Promise.promise();
        BusReader reader = reader(() -> BusReader.untilNow(vertx, bus, registry, topics, StartAt.BEGINNING));
        List<Delivery> seen = collect(reader.endHandler(end::complete));
        get(end.future());
        return seen;
    }

    /** Starts the reader and returns the growing list of what it delivers. */
    List<Delivery> collect(BusReader reader) throws Exception {
        List<Delivery> seen = new CopyOnWriteArrayList<>();
        get(reader.handler(seen::add).start());
        return seen;
    }

    BusRecord numbered(Scope scope, int n) {
        return new BusRecord(
                EventIds.local("test", n),
                BusRecord.source(scope, "n1", "node-agent"),
                EventType.LEADER_LOST,
                scope,
                "n1",
                now(),
                "",
                "",
                LeaderLost.newBuilder().setMember("n1").setRevision(n).build());
    }

    static int number(Delivery delivery) {
        return (int) delivery.record().data(LeaderLost.class).getRevision();
    }

    void onLoop(Runnable task) throws Exception {
        call(() -> {
            task.run();
            return null;
        });
    }

    <T> T get(Future<T> future) throws Exception {
        try {
            return future.toCompletionStage().toCompletableFuture().get(PATIENCE_SECONDS, TimeUnit.SECONDS);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof RuntimeException own) {
                throw own;
            }
            throw e;
        }
    }

    @Override
    public void close() {
        List<Future<Void>> closing = new ArrayList<>();
        readers.forEach(reader -> closing.add(reader.close()));
        writers.forEach(writer -> closing.add(writer.close(Duration.ofSeconds(1))));
        try {
            get(Future.join(closing));
            get(vertx.close());
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    private BusReader reader(Supplier<BusReader> maker) throws Exception {
        BusReader reader = call(maker);
        readers.add(reader);
        return reader;
    }

    private <T> T call(Supplier<T> task) throws Exception {
        Promise<T> done = Promise.promise();
        context.runOnContext(go -> {
            try {
                done.complete(task.get());
            } catch (RuntimeException e) {
                done.fail(e);
            }
        });
        return get(done.future());
    }
}
