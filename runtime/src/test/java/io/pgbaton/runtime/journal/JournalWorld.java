package io.pgbaton.runtime.journal;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.pgbaton.proto.bus.BusRecord;
import io.pgbaton.proto.bus.Topic;
import io.pgbaton.runtime.bus.JournalEntry;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.nio.channels.FileChannel;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/** One life of a daemon as far as the journal sees it: an event loop, and a bus that takes records or does not. */
final class JournalWorld implements AutoCloseable {
    private static final long PATIENCE_SECONDS = 60;

    final Vertx vertx = Vertx.vertx();
    final SimpleMeterRegistry registry = new SimpleMeterRegistry();
    final DurableJournal journal;

    /** What came to the bus, in its order. */
    final List<JournalEntry> onBus = new CopyOnWriteArrayList<>();

    private final Context context = vertx.getOrCreateContext();
    private boolean busIsThere;

    JournalWorld(JournalSettings settings) throws Exception {
        this(settings, FileChannel::open);
    }

    JournalWorld(JournalSettings settings, ChannelOpener opener) throws Exception {
        try {
            journal = get(() -> DurableJournal.open(vertx, settings, registry, opener));
        } catch (Exception refused) {
            vertx.close();
            throw refused;
        }
        onLoop(() -> {
            journal.whenMoved(this::pump);
            return null;
        });
    }

    void bus(boolean there) throws Exception {
        onLoop(() -> {
            busIsThere = there;
            pump();
            return null;
        });
    }

    /** In one turn of the loop; how many were accepted. */
    int publish(int from, int to) throws Exception {
        return publish(Topic.OBSERVATIONS, from, to);
    }

    int publish(Topic topic, int from, int to) throws Exception {
        return onLoop(() -> {
            int accepted = 0;
            for (int n = from; n < to; n++) {
                accepted += journal.accept(topic, LogFolder.record(n), Promise.promise()) ? 1 : 0;
            }
            return accepted;
        });
    }

    /** Numbers of the records, other types left out. */
    List<Long> numbers() {
        return records().map(LogFolder::number).toList();
    }

    List<Long> sequences() {
        return onBus.stream().map(JournalEntry::sequence).toList();
    }

    private java.util.stream.Stream<BusRecord> records() {
        return onBus.stream()
                .map(JournalEntry::record)
                .filter(record -> record.type() == io.pgbaton.proto.bus.EventType.LEADER_LOST);
    }

    double gauge(String name) {
        return registry.get("pgbaton.journal." + name).gauge().value();
    }

    double lost(String reason) {
        return Optional.ofNullable(registry.find("pgbaton.journal.lost")
                        .tag("reason", reason)
                        .counter())
                .map(counter -> counter.count())
                .orElse(0.0);
    }

    <T> T onLoop(Supplier<T> task) throws Exception {
        return get(() -> Future.succeededFuture(task.get()));
    }

    /** As a process that is asked to stop. */
    @Override
    public void close() {
        try {
            onLoop(journal::giveUp);
            get(() -> journal.close(Duration.ofSeconds(2)));
            vertx.close().toCompletionStage().toCompletableFuture().get(PATIENCE_SECONDS, TimeUnit.SECONDS);
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    private void pump() {
        for (Optional<JournalEntry> next = take(); next.isPresent(); next = take()) {
            onBus.add(next.get());
            journal.settle(next.get());
        }
    }

    private Optional<JournalEntry> take() {
        return busIsThere ? journal.next() : Optional.empty();
    }

    private <T> T get(Supplier<Future<T>> task) throws Exception {
        Promise<T> done = Promise.promise();
        context.runOnContext(go -> task.get().onComplete(done));
        return done.future().toCompletionStage().toCompletableFuture().get(PATIENCE_SECONDS, TimeUnit.SECONDS);
    }
}
