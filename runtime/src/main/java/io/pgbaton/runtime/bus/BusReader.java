package io.pgbaton.runtime.bus;

import io.micrometer.core.instrument.MeterRegistry;
import io.pgbaton.proto.Scope;
import io.pgbaton.proto.bus.Topic;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.kafka.client.consumer.KafkaReadStream;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.CommitFailedException;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.RebalanceInProgressException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Delivers the records of the bus, in the order of each scope, on the context that made the reader. Every handler runs
 * there. A record may come again after a restart or a takeover; its id says so (R8). Set the handlers, then
 * {@link #start()}.
 */
public final class BusReader {
    /** A commit or a seek waits for the poll before it, so a group's is short. An idle assigned reader saves its wake-ups. */
    private static final Duration GROUP_POLL = Duration.ofMillis(200);

    private static final Duration ASSIGNED_POLL = Duration.ofSeconds(1);

    private static final Logger LOG = LoggerFactory.getLogger(BusReader.class);

    private final Vertx vertx;
    private final Context context;
    private final BusSettings bus;
    private final BusMetrics metrics;
    private final Subscription subscription;
    private final boolean bounded;
    private final ReaderHandlers handlers = new ReaderHandlers();
    private final Backoff backoff = new Backoff(Duration.ofMillis(200), Duration.ofSeconds(5));
    private final Promise<Void> started = Promise.promise();

    private KafkaReadStream<String, byte[]> stream;
    private DeliveryLoop loop;
    private Map<TopicSlice, Long> endsAtStart = Map.of();
    private boolean paused;
    private boolean closed;
    private String lastFault = "";

    private BusReader(Vertx vertx, BusSettings bus, MeterRegistry registry, Subscription subscription) {
        this.vertx = vertx;
        this.context = vertx.getOrCreateContext();
        this.bus = bus;
        this.metrics = new BusMetrics(registry);
        this.subscription = subscription;
        this.bounded = subscription instanceof AssignedSubscription assigned && !assigned.follow();
    }

    /**
     * A member of a group that shares all scopes. Nothing is committed but by {@link #commit}. Handlers that hold the
     * reader up for more than five minutes lose it its share.
     *
     * @param whenNew where to begin in a partition of which the group has committed nothing
     */
    public static BusReader inGroup(
            Vertx vertx, BusSettings bus, MeterRegistry registry, String groupId, Set<Topic> topics, StartAt whenNew) {
        Set<String> names = topics.stream().map(bus::name).collect(Collectors.toSet());
        return new BusReader(vertx, bus, registry, new GroupSubscription(bus, groupId, names, whenNew));
    }

    /** Only the partitions of these scopes, for ever. Scopes that share a partition with them are delivered too. */
    public static BusReader ofScopes(
            Vertx vertx, BusSettings bus, MeterRegistry registry, Set<Topic> topics, Set<Scope> scopes, StartAt start) {
        Set<Integer> partitions = scopes.stream().map(TopicSlice::partitionOf).collect(Collectors.toSet());
        return new BusReader(
                vertx,
                bus,
                registry,
                new AssignedSubscription(bus, slices(bus, topics, partitions), start, true, ClientSettings.LONG_WAIT));
    }

    /** Everything in these topics, for ever. */
    public static BusReader following(
            Vertx vertx, BusSettings bus, MeterRegistry registry, Set<Topic> topics, StartAt start) {
        return new BusReader(
                vertx,
                bus,
                registry,
                new AssignedSubscription(
                        bus, slices(bus, topics, allPartitions()), start, true, ClientSettings.SHORT_WAIT));
    }

    /** What is in these topics now: the end handler is called once the last of it is delivered. */
    public static BusReader untilNow(
            Vertx vertx, BusSettings bus, MeterRegistry registry, Set<Topic> topics, StartAt start) {
        return new BusReader(
                vertx,
                bus,
                registry,
                new AssignedSubscription(
                        bus, slices(bus, topics, allPartitions()), start, false, ClientSettings.SHORT_WAIT));
    }

    public BusReader handler(Handler<Delivery> handler) {
        handlers.delivery = handler;
        return this;
    }

    /** Called for each record that cannot be read, which is skipped and counted; {@link Poison#report} says it on the audit. */
    public BusReader poisonHandler(Handler<Poison> handler) {
        handlers.poison = handler;
        return this;
    }

    /** Called before the first record of these partitions is delivered. Group only. */
    public BusReader assignedHandler(Handler<Set<TopicSlice>> handler) {
        handlers.assigned = handler;
        return this;
    }

    /**
     * Called after the last record of these partitions was delivered. It comes when they may already have another reader,
     * so a commit here can fail; whoever takes over reads again what was not committed. Group only.
     */
    public BusReader revokedHandler(Handler<Set<TopicSlice>> handler) {
        handlers.revoked = handler;
        return this;
    }

    /** Called when everything up to the end was delivered. {@link #untilNow} only. */
    public BusReader endHandler(Handler<Void> handler) {
        handlers.end = handler;
        return this;
    }

    /** Called for each fault, after which the reader goes on by itself. */
    public BusReader faultHandler(Handler<Throwable> handler) {
        handlers.fault = handler;
        return this;
    }

    /**
     * Completes when the reader's position is fixed: of an assigned reader nothing published from now on is missed. Tries
     * again for as long as the broker is away; fails only if the reader is closed before.
     */
    public Future<Void> start() {
        context.runOnContext(hop -> connect());
        return started.future();
    }

    /** Where each partition ended when the reader began: what is before that is older than it. Empty for one in a group. */
    public Map<TopicSlice, Long> endsAtStart() {
        return endsAtStart;
    }

    /** Delivers nothing more until {@link #resume()}, and fetches nothing more than it has. On the reader's context only. */
    public void pause() {
        setPaused(true);
    }

    /** On the reader's context only. */
    public void resume() {
        setPaused(false);
    }

    /** @param next offset of the next record to read, of each partition; fails when another member has taken it over */
    public Future<Void> commit(Map<TopicSlice, Long> next) {
        if (stream == null) {
            return Future.failedFuture("not committed: the reader is not connected");
        }
        Map<TopicPartition, OffsetAndMetadata> offsets = new HashMap<>();
        next.forEach((slice, offset) -> offsets.put(slice.in(bus), new OffsetAndMetadata(offset)));
        return stream.commit(offsets).mapEmpty();
    }

    /** No record of the old position is delivered after this returns. On the reader's context only. */
    public Future<Void> seek(TopicSlice slice, long offset) {
        if (stream == null) {
            return Future.failedFuture("no seek: the reader is not connected");
        }
        TopicPartition partition = slice.in(bus);
        DeliveryLoop seeking = loop;
        seeking.seekStarted(partition);
        return stream.seek(partition, offset).onComplete(done -> seeking.inbox().seekEnded(partition));
    }

    /** Leaves the group, if it is in one, and frees its thread. */
    public Future<Void> close() {
        Promise<Void> done = Promise.promise();
        context.runOnContext(hop -> {
            closed = true;
            started.tryFail(new IllegalStateException("the reader was closed before it could start"));
            KafkaReadStream<String, byte[]> last = stream;
            stream = null;
            if (loop != null) {
                loop.stop();
            }
            (last == null ? Future.<Void>succeededFuture() : last.close()).onComplete(done);
        });
        return done.future();
    }

    private void setPaused(boolean wanted) {
        paused = wanted;
        if (loop != null) {
            loop.pause(wanted);
        }
    }

    private void connect() {
        Connection.open(vertx, subscription.settings()).compose(this::begin).onFailure(cause -> {
            fault("The bus cannot be read yet; trying again.", cause);
            if (!closed) {
                vertx.setTimer(backoff.nextMillis(), retry -> connect());
            }
        });
    }

    private Future<Void> begin(KafkaReadStream<String, byte[]> opened) {
        opened.pollTimeout(subscription instanceof GroupSubscription ? GROUP_POLL : ASSIGNED_POLL);
        opened.partitionsAssignedHandler(partitions -> handlers.assigned.handle(slices(partitions)));
        opened.partitionsRevokedHandler(partitions -> {
            loop.inbox().forget(partitions);
            handlers.revoked.handle(slices(partitions));
        });
        return subscription
                .begin(opened)
                .onSuccess(ends -> begun(opened, ends))
                .onFailure(cause -> opened.close())
                .mapEmpty();
    }

    private void begun(KafkaReadStream<String, byte[]> opened, Map<TopicPartition, Long> ends) {
        if (closed) {
            opened.close();
            return;
        }
        backoff.reset();
        lastFault = "";
        stream = opened;
        endsAtStart =
                ends.entrySet().stream().collect(Collectors.toMap(end -> slice(end.getKey()), Map.Entry::getValue));
        loop = new DeliveryLoop(bus, metrics, handlers, opened, context, new Inbox(ends, bounded));
        started.complete();
        loop.pause(paused);
        // The first of these to be set starts the polling.
        opened.exceptionHandler(cause -> pollFailed(opened, cause));
        opened.batchHandler(this::received);
    }

    private void received(ConsumerRecords<String, byte[]> batch) {
        backoff.reset();
        loop.received(batch);
    }

    /** On the client's thread, which would poll again at once: so the pause has to come first. */
    private void pollFailed(KafkaReadStream<String, byte[]> failed, Throwable cause) {
        if (isCommitRefused(cause)) {
            return;
        }
        failed.pause();
        context.runOnContext(hop -> {
            fault("Reading the bus failed; going on after a pause.", cause);
            vertx.setTimer(backoff.nextMillis(), goOn -> loop.go());
        });
    }

    /** Whoever called commit has it from the future. */
    private static boolean isCommitRefused(Throwable cause) {
        return cause instanceof CommitFailedException || cause instanceof RebalanceInProgressException;
    }

    private void fault(String sentence, Throwable cause) {
        if (closed) {
            return;
        }
        if (!cause.toString().equals(lastFault)) {
            lastFault = cause.toString();
            LOG.warn("{} bootstrap={} cause={}", sentence, bus.bootstrap(), lastFault);
        }
        handlers.fault.handle(cause);
    }

    private Set<TopicSlice> slices(Collection<TopicPartition> partitions) {
        return partitions.stream().map(this::slice).collect(Collectors.toSet());
    }

    private TopicSlice slice(TopicPartition partition) {
        return new TopicSlice(bus.topic(partition.topic()), partition.partition());
    }

    private static Set<Integer> allPartitions() {
        return IntStream.range(0, Topic.PARTITIONS).boxed().collect(Collectors.toSet());
    }

    private static Set<TopicPartition> slices(BusSettings bus, Set<Topic> topics, Set<Integer> partitions) {
        return topics.stream()
                .flatMap(topic -> partitions.stream().map(n -> new TopicSlice(topic, n).in(bus)))
                .collect(Collectors.toSet());
    }
}
