package io.pgbaton.runtime.bus;

import io.micrometer.core.instrument.MeterRegistry;
import io.pgbaton.proto.bus.BusRecord;
import io.pgbaton.proto.bus.CloudEventCodec;
import io.pgbaton.proto.bus.Topic;
import io.pgbaton.runtime.bus.PublishRefused.Reason;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.kafka.client.producer.KafkaWriteStream;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.InvalidRecordException;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.errors.SerializationException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Publishes records in the order in which they were accepted, each once. While the broker is away they wait in the
 * journal, and are published later with the time at which they happened; nothing ever waits for the broker (R6).
 *
 * <pre>
 * state     event                                next      does
 * opening   producer is ready                    open      sends what waits
 * opening   attempt failed                       opening   tries again after a growing pause
 * open      send failed, the record's fault      open      drops it, counted and named
 * open      send failed, the producer's fault    opening   closes the producer, rewinds the journal
 * open      stuck though the broker answers      opening   closes the producer, rewinds the journal
 * any       close                                closed    waits for the journal to empty, at most so long
 * </pre>
 */
public final class BusWriter {
    /** Some minutes of a busy fleet, about 10 MiB. */
    public static final int DEFAULT_CAPACITY = 10_000;

    /** In the producer at once. Half of its buffer at most, because each open partition holds a batch of 16 KiB too. */
    private static final int MAX_IN_FLIGHT = 500;

    private static final int MAX_IN_FLIGHT_BYTES = ClientSettings.BUFFER_BYTES / 4;

    private static final Logger LOG = LoggerFactory.getLogger(BusWriter.class);

    private final Vertx vertx;
    private final Context context;
    private final BusSettings bus;
    private final BusMetrics metrics;
    private final Journal journal;
    private final ProducerLink link;
    private final Backpressure backpressure;
    private final Stall stall;
    private final InstantSource clock = InstantSource.system();
    private final Backoff backoff = new Backoff(Duration.ofMillis(100), Duration.ofSeconds(2));
    private final Promise<Void> emptied = Promise.promise();

    private KafkaWriteStream<String, byte[]> stream;
    private int inFlightBytes;
    private boolean closing;

    private BusWriter(Vertx vertx, BusSettings bus, MeterRegistry registry, Journal journal) {
        this.vertx = vertx;
        this.context = vertx.getOrCreateContext();
        this.bus = bus;
        this.metrics = new BusMetrics(registry);
        this.journal = journal;
        this.link = new ProducerLink(vertx, bus);
        this.backpressure = new Backpressure(bus, journal);
        this.stall = new Stall(journal, () -> Topics.partitions(vertx, bus));
        metrics.queueDepth(backpressure::depth);
        journal.whenMoved(this::journalMoved);
    }

    /** With memory alone: what waits at the end of the process is lost. */
    public static BusWriter start(Vertx vertx, BusSettings bus, MeterRegistry registry) {
        return start(vertx, bus, registry, new MemoryJournal(DEFAULT_CAPACITY));
    }

    /**
     * Returns at once; records may be published at once too, and wait until the broker is there.
     *
     * @param journal of this writer alone; it is used on the context that this is called on
     */
    public static BusWriter start(Vertx vertx, BusSettings bus, MeterRegistry registry, Journal journal) {
        BusWriter writer = new BusWriter(vertx, bus, registry, journal);
        writer.context.runOnContext(start -> {
            writer.open();
            vertx.setPeriodic(Backpressure.CHECK_MILLIS, tick -> writer.tick(tick));
        });
        return writer;
    }

    /**
     * Order is kept for records published from one context. The future completes, on the writer's context, when the
     * broker has the record, which may be hours later: act first, never wait for it. It fails with {@link PublishRefused}.
     */
    public Future<Void> publish(Topic topic, BusRecord record) {
        Promise<Void> published = Promise.promise();
        if (Vertx.currentContext() == context) {
            accept(topic, record, published);
        } else {
            context.runOnContext(hop -> accept(topic, record, published));
        }
        return published.future();
    }

    /**
     * Completes with true when all that was published so far outlives this process, as far as the disk is well ({@link
     * Journal#kept}); with false when that took too long: whoever acts then acts all the same. On the writer's context.
     */
    public Future<Boolean> kept(Duration atMost) {
        Promise<Boolean> kept = Promise.promise();
        journal.kept().onComplete(done -> kept.tryComplete(true));
        if (!kept.future().isComplete()) {
            long timer = vertx.setTimer(atMost.toMillis(), late -> kept.tryComplete(false));
            kept.future().onComplete(done -> vertx.cancelTimer(timer));
        }
        return kept.future();
    }

    /** Whether the broker takes what it is given; false as soon as a record has waited for two seconds. Any thread. */
    public boolean reachable() {
        return backpressure.reachable();
    }

    /** Records accepted and not yet acknowledged. Any thread. */
    public int depth() {
        return backpressure.depth();
    }

    /**
     * Waits until the broker has everything, but no longer than this. What is left then, and is not on disk either, is
     * lost, counted and named.
     */
    public Future<Void> close(Duration atMost) {
        context.runOnContext(hop -> {
            closing = true;
            vertx.setTimer(Math.max(1, atMost.toMillis()), late -> emptied.tryComplete());
            emptiedIfSo();
        });
        return emptied.future().compose(done -> finish());
    }

    private void accept(Topic topic, BusRecord record, Promise<Void> published) {
        if (closing || !journal.accept(topic, record, published)) {
            refuse(closing ? Reason.CLOSED : Reason.JOURNAL_FULL, topic, record, published, null);
            return;
        }
        backpressure.update();
    }

    private void open() {
        link.open().onSuccess(this::opened).onFailure(this::notOpened);
    }

    private void opened(KafkaWriteStream<String, byte[]> opened) {
        if (emptied.future().isComplete()) {
            link.close(opened);
            return;
        }
        backoff.reset();
        stream = opened;
        LOG.info("Publishing on the bus. bootstrap={} waiting={}", bus.bootstrap(), journal.depth());
        pump();
    }

    private void notOpened(Throwable cause) {
        backpressure.complain(cause);
        if (!emptied.future().isComplete()) {
            vertx.setTimer(backoff.nextMillis(), retry -> open());
        }
    }

    /** It has more to send, or has found out that nothing is left. */
    private void journalMoved() {
        pump();
        backpressure.update();
        emptiedIfSo();
    }

    private void pump() {
        while (stream != null && journal.inFlight() < MAX_IN_FLIGHT && inFlightBytes < MAX_IN_FLIGHT_BYTES) {
            Optional<JournalEntry> next = journal.next();
            if (next.isEmpty()) {
                return;
            }
            send(next.get());
        }
    }

    private void send(JournalEntry entry) {
        ProducerRecord<String, byte[]> encoded;
        try {
            encoded = CloudEventCodec.encode(
                    bus.name(entry.topic()), entry.numbered(), entry.replayed(), clock.instant());
        } catch (IllegalArgumentException e) {
            drop(entry, e);
            return;
        }
        KafkaWriteStream<String, byte[]> sentOn = stream;
        int size = encoded.value().length;
        inFlightBytes += size;
        stream.send(encoded).onComplete(answer -> {
            inFlightBytes -= size;
            if (answer.succeeded()) {
                acknowledged(entry);
            } else {
                failed(sentOn, entry, answer.cause());
            }
        });
    }

    private void acknowledged(JournalEntry entry) {
        journal.settle(entry);
        metrics.published(entry.topic(), System.nanoTime() - entry.acceptedNanos());
        entry.published().complete();
        backpressure.update();
        pump();
        emptiedIfSo();
    }

    private void failed(KafkaWriteStream<String, byte[]> sentOn, JournalEntry entry, Throwable cause) {
        if (isOwnFault(cause)) {
            drop(entry, cause);
            pump();
            emptiedIfSo();
        } else if (stream == sentOn) {
            backpressure.complain(cause);
            reopen();
        }
    }

    /** What is in flight fails too, and all is sent again in its order. What the broker has taken without our knowing comes
     * twice, with one id, and marked as replayed. */
    private void reopen() {
        KafkaWriteStream<String, byte[]> old = stream;
        stream = null;
        link.close(old).onComplete(closed -> {
            journal.rewind();
            vertx.setTimer(backoff.nextMillis(), retry -> open());
        });
    }

    private static boolean isOwnFault(Throwable cause) {
        return cause instanceof RecordTooLargeException
                || cause instanceof SerializationException
                || cause instanceof InvalidRecordException;
    }

    private void drop(JournalEntry entry, Throwable cause) {
        journal.settle(entry);
        refuse(Reason.NOT_ACCEPTED, entry.topic(), entry.record(), entry.published(), cause);
        backpressure.update();
    }

    private void refuse(Reason reason, Topic topic, BusRecord record, Promise<Void> published, Throwable cause) {
        metrics.dropped(reason);
        backpressure.dropped(reason, topic, record, cause);
        published.fail(new PublishRefused(
                reason,
                "not published: " + record.type().noun() + " id=" + record.id() + " reason=" + reason.label(),
                cause));
    }

    private void tick(long timer) {
        if (emptied.future().isComplete()) {
            vertx.cancelTimer(timer);
        } else {
            backpressure.check(System.nanoTime());
            stall.check(System.nanoTime());
            if (stall.isProven() && stream != null) {
                LOG.error(
                        "The producer is stuck though the broker answers; it is made anew. waiting={}",
                        journal.depth());
                stall.forget();
                reopen();
            }
        }
    }

    private void emptiedIfSo() {
        if (closing && journal.depth() == 0) {
            emptied.tryComplete();
        }
    }

    private Future<Void> finish() {
        KafkaWriteStream<String, byte[]> last = stream;
        stream = null;
        Future<Void> closed = last == null ? Future.succeededFuture() : link.close(last);
        return closed.onComplete(done -> journal.giveUp()
                .forEach(entry -> refuse(Reason.CLOSED, entry.topic(), entry.record(), entry.published(), null)));
    }
}
