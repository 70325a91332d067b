package io.pgbaton.coordinator;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.pgbaton.coordinator.config.CoordinatorConfig;
import io.pgbaton.coordinator.decide.Stability;
import io.pgbaton.coordinator.decide.backup.Policy;
import io.pgbaton.coordinator.decide.rehearsal.Schedule;
import io.pgbaton.proto.Scope;
import io.pgbaton.proto.bus.BusRecord;
import io.pgbaton.proto.bus.CloudEventCodec;
import io.pgbaton.proto.bus.EventType;
import io.pgbaton.proto.bus.Topic;
import io.pgbaton.proto.key.PgbatonKeys;
import io.pgbaton.proto.v1.AgentRegistration;
import io.pgbaton.runtime.bus.BusReader;
import io.pgbaton.runtime.bus.BusSettings;
import io.pgbaton.runtime.bus.BusWriter;
import io.pgbaton.runtime.bus.Delivery;
import io.pgbaton.runtime.bus.StartAt;
import io.pgbaton.runtime.bus.Topics;
import io.pgbaton.runtime.config.HostPort;
import io.pgbaton.runtime.etcd.Etcd;
import io.pgbaton.runtime.etcd.EtcdSettings;
import io.pgbaton.runtime.etcd.Op;
import io.pgbaton.runtime.etcd.Range;
import io.pgbaton.runtime.etcd.Txn;
import io.pgbaton.runtime.etcd.TxnResult;
import io.pgbaton.runtime.journal.DurableJournal;
import io.pgbaton.runtime.journal.JournalSettings;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;

/** A real bus and a real etcd with the agents' side of them: what agents say, and what everybody hears. */
final class Site implements AutoCloseable {
    private static final long PATIENCE_SECONDS = 60;

    private final List<Path> folders = new ArrayList<>();
    final BusSettings bus;
    final EtcdSettings etcdSettings;
    private final Vertx vertx = oneLoop();
    private final Context context = vertx.getOrCreateContext();
    private final Etcd etcd;
    private final BusWriter writer;
    private final BusReader reader;
    private final List<Delivery> heard = new CopyOnWriteArrayList<>();
    private Schedule rehearsal = Schedule.BY_HAND;
    private Map<Scope, List<Policy>> backups = Map.of();

    /** A coordinator in this JVM, with a loop of its own. */
    record Running(Vertx vertx, Context context, Coordinator coordinator, int port) {
        void stop() {
            get(on(context, coordinator::stop));
            get(vertx.close());
        }
    }

    Site(String bootstrap, EtcdSettings etcdSettings) {
        this.bus = new BusSettings(List.of(bootstrap), "t" + System.nanoTime() + ".", Map.of());
        this.etcdSettings = etcdSettings;
        get(Topics.ensure(vertx, bus).ready());
        etcd = get(on(context, () -> Future.succeededFuture(Etcd.open(vertx, context, etcdSettings))));
        writer = get(on(context, () -> Future.succeededFuture(BusWriter.start(vertx, bus, new SimpleMeterRegistry()))));
        Set<Topic> all = Set.of(Topic.EVENTS, Topic.COMMANDS, Topic.AUDIT, Topic.CLUSTERS);
        reader = get(on(
                context,
                () -> Future.succeededFuture(
                        BusReader.following(vertx, bus, new SimpleMeterRegistry(), all, StartAt.BEGINNING))));
        get(reader.handler(heard::add).start());
    }

    CoordinatorConfig config(String name) {
        return new CoordinatorConfig(
                name,
                new HostPort("127.0.0.1", 0),
                JournalSettings.in(newFolder()),
                bus,
                etcdSettings,
                Map.of(),
                Duration.ofSeconds(30),
                Stability.Limits.USUAL,
                rehearsal,
                backups,
                Map.of());
    }

    /** For coordinators that begin from now on. */
    void rehearsing(Schedule schedule) {
        rehearsal = schedule;
    }

    /** Likewise. */
    void planning(Map<Scope, List<Policy>> policies) {
        backups = policies;
    }

    Running coordinator(String name) {
        Vertx own = oneLoop();
        Context loop = own.getOrCreateContext();
        PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
        CoordinatorConfig config = config(name);
        DurableJournal journal = get(on(loop, () -> DurableJournal.open(own, config.journal(), registry)));
        Coordinator coordinator =
                get(on(loop, () -> Future.succeededFuture(new Coordinator(own, loop, registry, config, journal))));
        int port = get(on(loop, coordinator::start));
        return new Running(own, loop, coordinator, port);
    }

    private Path newFolder() {
        try {
            Path folder = Files.createTempDirectory("pgbaton-coordinator");
            folders.add(folder);
            return folder.resolve("journal");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The revision of the put. */
    long put(String key, String value) {
        return ((TxnResult.Applied) get(etcd.commit(Txn.always(Op.put(key, value)))))
                .after()
                .revision();
    }

    void register(Scope scope, AgentRegistration... agents) {
        for (AgentRegistration agent : agents) {
            String key = new PgbatonKeys(scope).agent(agent.getNode());
            get(etcd.commit(Txn.always(Op.put(key, CloudEventCodec.toJson(agent)))));
        }
    }

    /** An agent says what it saw. */
    void say(BusRecord... observations) {
        for (BusRecord observation : observations) {
            get(on(context, () -> writer.publish(Topic.OBSERVATIONS, observation)));
        }
    }

    List<BusRecord> heard(Topic topic, Scope scope) {
        return heard.stream()
                .filter(one -> one.topic() == topic && one.record().scope().equals(scope))
                .map(Delivery::record)
                .toList();
    }

    List<String> events(Scope scope) {
        return heard(Topic.EVENTS, scope).stream()
                .map(event -> event.type().noun())
                .toList();
    }

    void await(Scope scope, EventType type) {
        awaiting(type.noun() + " of " + scope).until(() -> events(scope).contains(type.noun()));
    }

    /** What etcd holds, empty when it has no such key. */
    String etcdValue(String key) {
        return get(etcd.read(List.of(Range.key(key))))
                .get(key)
                .map(entry -> entry.value())
                .orElse("");
    }

    static ConditionFactory awaiting(String what) {
        return Awaitility.await(what)
                .atMost(Duration.ofSeconds(PATIENCE_SECONDS))
                .pollInterval(Duration.ofMillis(20));
    }

    @Override
    public void close() {
        get(reader.close());
        get(writer.close(Duration.ofSeconds(1)));
        get(etcd.close());
        folders.forEach(folder -> vertx.fileSystem().deleteRecursiveBlocking(folder.toString()));
        get(vertx.close());
    }

    static <T> T get(Future<T> future) {
        try {
            return future.toCompletionStage().toCompletableFuture().get(PATIENCE_SECONDS, TimeUnit.SECONDS);
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    private static Vertx oneLoop() {
        return Vertx.vertx(new VertxOptions().setEventLoopPoolSize(1).setWorkerPoolSize(2));
    }

    private static <T> Future<T> on(Context context, Supplier<Future<T>> work) {
        Promise<T> done = Promise.promise();
        context.runOnContext(hop -> {
            try {
                work.get().onComplete(done);
            } catch (RuntimeException e) {
                done.fail(e);
            }
        });
        return done.future();
    }
}
