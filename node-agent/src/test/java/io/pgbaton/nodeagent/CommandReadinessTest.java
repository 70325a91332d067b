package io.pgbaton.nodeagent;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.pgbaton.nodeagent.config.NodeAgentConfig;
import io.pgbaton.proto.Scope;
import io.pgbaton.proto.bus.BusRecord;
import io.pgbaton.proto.bus.EventType;
import io.pgbaton.proto.bus.Topic;
import io.pgbaton.proto.v1.Command;
import io.pgbaton.runtime.bus.BusReader;
import io.pgbaton.runtime.bus.BusSettings;
import io.pgbaton.runtime.bus.BusWriter;
import io.pgbaton.runtime.bus.StartAt;
import io.pgbaton.runtime.bus.Topics;
import io.pgbaton.runtime.bus.broker.KraftBroker;
import io.pgbaton.runtime.command.BusReach;
import io.pgbaton.runtime.command.CommandReader;
import io.pgbaton.runtime.command.TakenCommands;
import io.pgbaton.runtime.config.HostPort;
import io.pgbaton.runtime.etcd.EtcdClient;
import io.pgbaton.runtime.etcd.EtcdSettings;
import io.pgbaton.runtime.http.DaemonServer;
import io.pgbaton.runtime.journal.JournalSettings;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Supplier;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Whoever asks {@code /readyz} learns that an agent reads no commands, and what to do about it. */
class CommandReadinessTest {
    private static final Scope SCOPE = new Scope("service", "demo");
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private static final TakenCommands NOTHING_TAKEN =
            new TakenCommands(Set.of(), Map.of(), (id, partition, offset) -> {});

    private final Vertx vertx = Vertx.vertx();
    private final Context context = vertx.getOrCreateContext();
    private final PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    private final KraftBroker broker = new KraftBroker();
    private final BusSettings bus = new BusSettings(List.of(broker.bootstrap()), "t.", Map.of());
    private final List<BusRecord> heard = new CopyOnWriteArrayList<>();
    private CommandReader commands;
    private DaemonServer server;
    private int port;

    @AfterEach
    void stop() {
        EtcdClient.answer(onLoop(commands::close));
        EtcdClient.answer(server.stop());
        EtcdClient.answer(vertx.close());
        broker.close();
    }

    @Test
    void aTopicWithTheWrongNumberOfPartitionsIsNamedAndOnceMendedCommandsAreRead() throws Exception {
        broker.start();
        String audit = Topic.AUDIT.name("t.");
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", broker.bootstrap()))) {
            admin.createTopics(List.of(new NewTopic(audit, 3, (short) 1))).all().get();
            startAgent();

            await().atMost(PATIENCE).until(() -> reason().contains(audit + " has 3 partitions"));
            assertTrue(reason().contains("Delete what is wrong"), reason());
            assertFalse(status().getJsonObject("bus").getBoolean("reachable"));

            admin.deleteTopics(List.of(audit)).all().get();
        }
        awaitReady();
        assertTrue(status().getJsonObject("bus").getBoolean("reachable"));
    }

    @Test
    void r7AKafkaThatIsAwayAtTheStartIsWaitedForAsLongAsItTakes() {
        startAgent();
        await().atMost(PATIENCE).until(() -> reason().contains("Kafka at " + broker.bootstrap() + " does not answer"));
        assertTrue(reason().contains("bus.bootstrap"), reason());
        assertTrue(reason().contains("acts by itself"), reason());

        broker.start();

        awaitReady();
        BusWriter writer =
                EtcdClient.answer(onLoop(() -> Future.succeededFuture(BusWriter.start(vertx, bus, registry))));
        EtcdClient.answer(writer.publish(Topic.COMMANDS, command()));
        await().atMost(PATIENCE).until(() -> heard.size() == 1);
        EtcdClient.answer(onLoop(() -> writer.close(Duration.ofSeconds(1))));
    }

    private void startAgent() {
        NodeAgentConfig config = new NodeAgentConfig(
                "n1",
                NodeAgentConfig.Mode.ACT,
                Duration.ofSeconds(10),
                Duration.ofMillis(200),
                new HostPort("127.0.0.1", 0),
                Path.of("unused"),
                JournalSettings.in(Path.of("unused")),
                bus,
                EtcdSettings.of(List.of("http://127.0.0.1:9")),
                List.of());
        port = EtcdClient.answer(onLoop(() -> {
            BusReader reader =
                    BusReader.ofScopes(vertx, bus, registry, Set.of(Topic.COMMANDS), Set.of(SCOPE), StartAt.END);
            commands = new CommandReader(Topics.ensure(vertx, bus), reader, NOTHING_TAKEN);
            commands.start(one -> heard.add(one.record()), poison -> {});
            server = new DaemonServer(vertx, registry);
            BusReach reach = new BusReach(bus.bootstrap(), () -> true, commands::obstacle, "it acts by itself");
            new AgentServer(config, Map.of(), reach).routeOn(server);
            return server.start(config.http());
        }));
    }

    private void awaitReady() {
        await().atMost(PATIENCE).until(() -> get("/readyz").statusCode() == 200);
        assertEquals("commands are read", reason());
    }

    private String reason() {
        JsonObject checks = new JsonObject(get("/readyz").body()).getJsonObject("checks");
        return checks.getJsonObject("commands").getString("reason");
    }

    private JsonObject status() {
        return new JsonObject(get("/status").body());
    }

    private HttpResponse<String> get(String path) {
        try {
            URI url = URI.create("http://127.0.0.1:" + port + path);
            return HttpClient.newHttpClient()
                    .send(HttpRequest.newBuilder(url).build(), HttpResponse.BodyHandlers.ofString());
        } catch (IOException | InterruptedException failure) {
            throw new IllegalStateException(failure);
        }
    }

    private <T> Future<T> onLoop(Supplier<Future<T>> work) {
        Promise<T> done = Promise.promise();
        context.runOnContext(nothing -> work.get().onComplete(done));
        return done.future();
    }

    private static BusRecord command() {
        return new BusRecord(
                "c-1",
                BusRecord.source(SCOPE, "co1", "coordinator"),
                EventType.COMMAND_ISSUED,
                SCOPE,
                "n1",
                Instant.ofEpochMilli(1000),
                "",
                "",
                Command.newBuilder().setNode("n1").build());
    }
}
