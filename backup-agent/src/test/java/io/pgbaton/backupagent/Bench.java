package io.pgbaton.backupagent;

import static org.awaitility.Awaitility.await;

import com.google.protobuf.Message;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.pgbaton.backupagent.config.BackupAgentConfig;
import io.pgbaton.proto.Scope;
import io.pgbaton.proto.bus.BusRecord;
import io.pgbaton.proto.bus.EventType;
import io.pgbaton.proto.bus.Topic;
import io.pgbaton.proto.key.PgbatonKeys;
import io.pgbaton.proto.v1.BackUp;
import io.pgbaton.proto.v1.BackupTask;
import io.pgbaton.proto.v1.Command;
import io.pgbaton.runtime.bus.BusReader;
import io.pgbaton.runtime.bus.BusSettings;
import io.pgbaton.runtime.bus.BusWriter;
import io.pgbaton.runtime.bus.StartAt;
import io.pgbaton.runtime.bus.Topics;
import io.pgbaton.runtime.config.ConfigException;
import io.pgbaton.runtime.config.ConfigFile;
import io.pgbaton.runtime.etcd.Entry;
import io.pgbaton.runtime.etcd.EtcdClient;
import io.pgbaton.runtime.etcd.EtcdSettings;
import io.pgbaton.runtime.etcd.Range;
import io.pgbaton.runtime.journal.DurableJournal;
import io.pgbaton.runtime.lifecycle.Platform;
import io.pgbaton.runtime.lifecycle.TestPlatform;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.StringJoiner;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** A real bus and a real etcd around lives of an agent, and a wrapper that does as it is told. */
final class Bench implements AutoCloseable {
    static final Scope SCOPE = new Scope("service", "demo");
    private static final Duration PATIENCE = Duration.ofSeconds(40);

    final EtcdClient etcd;
    private final Path folder;
    private final BusSettings bus;
    private final BusWriter coordinator;
    private final BusReader reader;
    private final HttpClient http = HttpClient.newHttpClient();
    private final List<Life> lives = new ArrayList<>();
    private final List<BusRecord> heard = new CopyOnWriteArrayList<>();

    /** One life of an agent, in this JVM. */
    record Life(Platform platform, int port) {
        String metrics() {
            return platform.registry().scrape();
        }
    }

    Bench(Path folder, String bootstrap, EtcdSettings etcdSettings) throws IOException {
        this.folder = folder;
        this.etcd = EtcdClient.to(etcdSettings);
        this.bus = new BusSettings(List.of(bootstrap), "t" + System.nanoTime() + ".", Map.of());
        EtcdClient.answer(Topics.ensure(etcd.vertx(), bus).ready());
        coordinator = EtcdClient.answer(on(
                etcd.context(),
                () -> Future.succeededFuture(BusWriter.start(etcd.vertx(), bus, new SimpleMeterRegistry()))));
        reader = EtcdClient.answer(on(
                etcd.context(),
                () -> Future.succeededFuture(BusReader.following(
                        etcd.vertx(),
                        bus,
                        new SimpleMeterRegistry(),
                        Set.of(Topic.OBSERVATIONS, Topic.AUDIT),
                        StartAt.BEGINNING))));
        EtcdClient.answer(
                reader.handler(delivery -> heard.add(delivery.record())).start());
        Files.createDirectories(control());
        Files.writeString(control("info.json"), info());
        archive(2, 3, 4);
        Files.writeString(
                folder.resolve("backup-agent.yaml"),
                """
                node: bk1
                http: 127.0.0.1:0
                stateDir: %1$s/state
                journal: {folder: %1$s/journal}
                bus: {bootstrap: ["%2$s"], topicPrefix: %3$s}
                etcd: {endpoints: ["%4$s"]}
                pgbackrest: {wrapper: %5$s, config: %1$s/control/pgbackrest.conf}
                limits: {cancel: 5s, info: 1h}
                drill: {program: %5$s, folder: %1$s/scratch}
                stanzas: [{name: demo, scope: service/demo}]
                """
                        .formatted(
                                folder,
                                bootstrap,
                                bus.topicPrefix(),
                                etcdSettings.endpoints().get(0),
                                Path.of("src/test/resources/fake-pgbackrest").toAbsolutePath()));
    }

    /** Ready to hear commands. */
    Life life() {
        Vertx vertx = Vertx.vertx();
        Context context = vertx.getOrCreateContext();
        Platform platform = TestPlatform.on(vertx, context);
        BackupAgentConfig config = config();
        int port = EtcdClient.answer(on(context, () -> DurableJournal.open(vertx, config.journal(), platform.registry())
                .compose(journal -> {
                    Duration bound = Duration.ofSeconds(5);
                    platform.stops().add("journal", bound, () -> journal.close(bound));
                    return new BackupAgent(config, platform, journal).start();
                })));
        Life life = new Life(platform, port);
        lives.add(life);
        await().atMost(PATIENCE).until(() -> get(life, "/readyz").contains("\"commands are read\""));
        return life;
    }

    /** As on SIGTERM: what runs goes on. */
    void end(Life life) {
        lives.remove(life);
        TestPlatform.stop(life.platform());
        EtcdClient.answer(life.platform().vertx().close());
    }

    /** Before a life: more of its configuration. */
    void configure(String yaml) throws IOException {
        Files.writeString(folder.resolve("backup-agent.yaml"), yaml, StandardOpenOption.APPEND);
    }

    void command(String id, BackupTask task, Duration validFor) {
        command(
                id,
                Command.newBuilder()
                        .setNode("bk1")
                        .setValidForMs((int) validFor.toMillis())
                        .setBackUp(BackUp.newBuilder()
                                .setTask(task)
                                .setActor("ann@db1")
                                .setReason("new disk"))
                        .build());
    }

    void command(String id, Command command) {
        BusRecord record = new BusRecord(
                id,
                BusRecord.source(SCOPE, "co1", "coordinator"),
                EventType.COMMAND_ISSUED,
                SCOPE,
                "bk1",
                Instant.now(),
                "",
                "",
                command);
        EtcdClient.answer(coordinator.publish(Topic.COMMANDS, record));
    }

    /** Waits for it. */
    <M extends Message> M hear(EventType type, Class<M> kind, Predicate<M> which) {
        await().atMost(PATIENCE).until(() -> !all(type, kind, which).isEmpty());
        return all(type, kind, which).get(0);
    }

    <M extends Message> List<M> all(EventType type, Class<M> kind, Predicate<M> which) {
        return heard.stream()
                .filter(record -> record.type() == type)
                .map(record -> record.data(kind))
                .filter(which)
                .toList();
    }

    Path control(String name) {
        return control().resolve(name);
    }

    /** What the wrapper was called with, a line each. */
    List<String> calls() throws IOException {
        return Files.exists(control("calls")) ? Files.readAllLines(control("calls")) : List.of();
    }

    /** Backups that came to their end, whoever watched. */
    long backupsEnded() throws IOException {
        try (Stream<Path> all = Files.walk(folder.resolve("state"))) {
            return all.filter(file -> file.endsWith("wrapper/ended"))
                    .filter(file ->
                            read(file.getParent().resolveSibling("run.json")).contains("\"BACKUP_KIND_BACKUP\""))
                    .count();
        }
    }

    Optional<Entry> lock() {
        String key = PgbatonKeys.backupLock("demo");
        return etcd.read(Range.key(key)).get(key);
    }

    String get(Life life, String path) {
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + life.port() + path))
                .build();
        try {
            return http.send(request, HttpResponse.BodyHandlers.ofString()).body();
        } catch (IOException e) {
            throw new AssertionError(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }

    @Override
    public void close() {
        List.copyOf(lives).forEach(this::end);
        EtcdClient.answer(reader.close());
        etcd.close();
    }

    private BackupAgentConfig config() {
        try {
            return ConfigFile.load(folder.resolve("backup-agent.yaml"), BackupAgentConfig::read)
                    .config();
        } catch (ConfigException wrong) {
            throw new AssertionError(wrong);
        }
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private Path control() {
        return folder.resolve("control");
    }

    /** What the repository has from now on: segments of timeline 1, which came an hour ago. */
    void archive(int... numbers) throws IOException {
        StringJoiner list = new StringJoiner(",", "{", "}");
        for (int number : numbers) {
            list.add("\"15-1/0000000100000000/0000000100000000%08X-%s.zst\":{\"type\":\"file\",\"size\":2,\"time\":%d}"
                    .formatted(number, "ab".repeat(20), anHourAgo()));
        }
        Files.writeString(control("list.json"), list.toString());
    }

    private static long anHourAgo() {
        return Instant.now().getEpochSecond() - Duration.ofHours(1).toSeconds();
    }

    private static String info() {
        long stop = anHourAgo();
        return """
                [{"name":"demo","status":{"code":0,"message":"ok"},"archive":[],"db":[{"id":1,"repo-key":1,"system-id":6,"version":"15"}],
                  "backup":[{"label":"20261121-220000F","type":"full","database":{"id":1,"repo-key":1},"error":false,
                    "archive":{"start":"000000010000000000000002","stop":"000000010000000000000002"},
                    "info":{"size":100,"delta":100},"timestamp":{"start":%d,"stop":%d}}]}]
                """
                .formatted(stop - 60, stop);
    }

    private static <T> Future<T> on(Context context, Supplier<Future<T>> task) {
        Promise<T> done = Promise.promise();
        context.runOnContext(go -> {
            try {
                task.get().onComplete(done);
            } catch (RuntimeException defect) {
                done.fail(defect);
            }
        });
        return done.future();
    }
}
