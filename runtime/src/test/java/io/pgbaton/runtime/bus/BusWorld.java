package io.pgbaton.runtime.bus;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.pgbaton.proto.Scope;
import io.pgbaton.proto.bus.BusRecord;
import io.pgbaton.proto.bus.EventType;
import io.pgbaton.proto.bus.Topic;
import io.pgbaton.proto.id.EventIds;
import io.pgbaton.proto.v1.LeaderLost;
import io.pgbaton.runtime.journal.DurableJournal;
import io.pgbaton.runtime.journal.JournalSettings;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.internal.VertxInternal;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;

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
    private final List<DurableJournal> journals = new ArrayList<>();
    private final Path folder;

    /** With journals in memory. */
    BusWorld(String bootstrap) {
        this(bootstrap, false);
    }

    /** @param onDisk the writers' journals are in one temporary folder, one life after the other */
    BusWorld(String bootstrap, boolean onDisk) {
        folder = onDisk ? temporaryFolder() : null;
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
        return folder == null ? writer(new MemoryJournal(capacity)) : writer(openJournal());
    }

    /** As a process that is asked to stop while the broker is away. */
    void endLife(BusWriter writer) throws Exception {
        writers.remove(writer);
        get(writer.close(Duration.ofSeconds(1)));
        closeJournals();
    }

    private DurableJournal openJournal() throws Exception {
        // A test with several writers has one life after the other: each needs a folder of its own then.
        Path own = journals.isEmpty() ? folder : folder.resolve("of-writer-" + journals.size());
        DurableJournal journal = get(call(() -> DurableJournal.open(vertx, JournalSettings.in(own), registry)));
        journals.add(journal);
        return journal;
    }

    private void closeJournals() throws Exception {
        for (DurableJournal journal : journals) {
            get(call(() -> journal.close(Duration.ofSeconds(2))));
        }
        journals.clear();
    }

    private static Path temporaryFolder() {
        try {
            return Files.createTempDirectory("pgbaton-journal");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
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
            closeJournals();
            if (folder != null) {
                try (Stream<Path> files = Files.walk(folder)) {
                    files.sorted(Comparator.reverseOrder())
                            .forEach(file -> file.toFile().delete());
                }
            }
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

    Future<Void> publish(BusWriter writer, int n) {
        return writer.publish(Topic.OBSERVATIONS, numbered(SCOPE, n));
    }

    /** A record as somebody else might write it. */
    void sendRaw(String data) throws Exception {
        try (KafkaProducer<String, byte[]> producer =
                new KafkaProducer<>(ClientSettings.producer(bus), new StringSerializer(), new ByteArraySerializer())) {
            ProducerRecord<String, byte[]> record =
                    new ProducerRecord<>(Topic.OBSERVATIONS.name(bus.topicPrefix()), SCOPE.key(), data.getBytes(UTF_8));
            Map.of(
                            "ce_specversion", "1.0",
                            "ce_id", "1",
                            "ce_source", "/x",
                            "ce_type", EventType.LEADER_LOST.type(),
                            "content-type", "application/json")
                    .forEach((name, value) -> record.headers().add(name, value.getBytes(UTF_8)));
            producer.send(record).get();
        }
    }

    static List<Delivery> of(List<Delivery> all, Scope scope) {
        return all.stream().filter(one -> one.record().scope().equals(scope)).toList();
    }

    static List<Integer> numbers(List<Delivery> deliveries) {
        return deliveries.stream().map(BusWorld::number).toList();
    }
}
