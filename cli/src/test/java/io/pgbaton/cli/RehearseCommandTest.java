package io.pgbaton.cli;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.protobuf.Message;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.pgbaton.proto.Scope;
import io.pgbaton.proto.bus.BusRecord;
import io.pgbaton.proto.bus.EventType;
import io.pgbaton.proto.bus.Topic;
import io.pgbaton.proto.id.EventIds;
import io.pgbaton.proto.key.PgbatonKeys;
import io.pgbaton.proto.v1.Hop;
import io.pgbaton.proto.v1.RehearsalFault;
import io.pgbaton.proto.v1.RehearsalResult;
import io.pgbaton.proto.v1.RehearsalSeen;
import io.pgbaton.runtime.bus.BusSettings;
import io.pgbaton.runtime.bus.BusWriter;
import io.pgbaton.runtime.bus.Topics;
import io.pgbaton.runtime.bus.broker.BrokerExtension;
import io.pgbaton.runtime.etcd.EtcdClient;
import io.pgbaton.runtime.etcd.EtcdExtension;
import io.pgbaton.runtime.etcd.Range;
import io.pgbaton.runtime.etcd.Snapshot;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** {@code pgbaton rehearse} on a real bus and a real etcd; what agents and a coordinator say is said by the test. */
class RehearseCommandTest {
    private static final Scope SCOPE = new Scope("service", "demo");
    private static final PgbatonKeys KEYS = new PgbatonKeys(SCOPE);
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @RegisterExtension
    static final EtcdExtension ETCD = EtcdExtension.members(1);

    @RegisterExtension
    static final BrokerExtension BROKER = new BrokerExtension();

    @TempDir
    static Path folder;

    private static EtcdClient etcd;
    private static BusWriter writer;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @BeforeAll
    static void start() throws IOException {
        etcd = EtcdClient.to(ETCD.settings());
        etcd.put(KEYS.agent("n1"), "{\"node\":\"n1\",\"instance\":\"n1-run\"}");
        etcd.put(KEYS.agent("n2"), "{\"node\":\"n2\",\"instance\":\"n2-run\"}");
        BusSettings bus = BusSettings.of(BROKER.bootstrap());
        EtcdClient.answer(Topics.ensure(etcd.vertx(), bus).ready());
        writer = BusWriter.start(etcd.vertx(), bus, new SimpleMeterRegistry());
        Files.writeString(
                folder.resolve("cli.yaml"),
                """
                bus: {bootstrap: ["%s"]}
                etcd: {endpoints: ["%s"]}
                scopes: [service/demo]
                """
                        .formatted(BROKER.bootstrap(), ETCD.endpoints().get(0)));
    }

    @AfterAll
    static void stop() {
        etcd.close();
    }

    @Test
    void theHopsOfOneThatCompletedAreDrawn() {
        int exit = rehearse(
                id -> end(EventType.REHEARSAL_COMPLETED, result(id).setCompleted(true)), "--reason", "new switch");
        assertEquals(ExitCode.OK, exit, err.toString());
        assertShown("rehearsal of service/demo  completed");
        assertShown("agents n1, n2");
        assertShown("sight n2");
        assertTrue(value().contains("new switch"), value());
    }

    @Test
    void oneThatFailedNamesNodeAndHopAndWhatToDo() {
        int exit = rehearse(id -> end(
                EventType.REHEARSAL_FAILED,
                result(id)
                        .addFaults(RehearsalFault.newBuilder()
                                .setNode("n2")
                                .setHop("bus")
                                .setReason("it saw the key and did not answer the command"))
                        .setNextStep("look there")));
        assertEquals(ExitCode.FAULT, exit, err.toString());
        assertShown("n2, bus: it saw the key and did not answer the command");
        assertShown("-> look there");
    }

    @Test
    void programsGetJson() {
        rehearse(id -> end(EventType.REHEARSAL_COMPLETED, result(id).setCompleted(true)), "-o", "json");
        JsonObject told = new JsonArray(out.toString()).getJsonObject(0);
        assertEquals("service/demo", told.getString("scope"));
        assertTrue(told.getBoolean("completed"));
        assertEquals("sight", told.getJsonArray("hops").getJsonObject(0).getString("name"));
    }

    @Test
    void withoutACoordinatorItSaysSoAndWhichAgentsSawTheKey() {
        int exit = rehearse(
                id -> {
                    BusRecord seen = record(
                            id + "-n1",
                            BusRecord.source(SCOPE, "n1", "node-agent"),
                            EventType.REHEARSAL_SEEN,
                            RehearsalSeen.newBuilder().setNode("n1").build(),
                            id);
                    EtcdClient.answer(writer.publish(Topic.OBSERVATIONS, seen));
                },
                "--timeout",
                "6");
        assertEquals(ExitCode.UNREACHABLE, exit);
        assertTrue(err.toString().contains("no coordinator answered"), err.toString());
        assertTrue(err.toString().contains("did not say that they saw the key: n2"), err.toString());
    }

    /** @param answer what is said once the key is there; told the id of the rehearsal */
    private int rehearse(Consumer<String> answer, String... more) {
        long before = revision();
        String[] words = new String[more.length + 3];
        words[0] = "rehearse";
        System.arraycopy(more, 0, words, 1, more.length);
        words[more.length + 1] = "--config";
        words[more.length + 2] = folder.resolve("cli.yaml").toString();
        CompletableFuture<Integer> exit = CompletableFuture.supplyAsync(() -> PgbatonMain.commandLine()
                .setOut(new PrintWriter(out, true))
                .setErr(new PrintWriter(err, true))
                .execute(words));
        await().atMost(PATIENCE).until(() -> revision() > before || exit.isDone());
        answer.accept(EventIds.rehearsal(snapshot().clusterId(), SCOPE, revision()));
        return exit.orTimeout(PATIENCE.toSeconds(), TimeUnit.SECONDS).join();
    }

    private static RehearsalResult.Builder result(String id) {
        return RehearsalResult.newBuilder()
                .setId(id)
                .addNodes("n1")
                .addNodes("n2")
                .addHops(Hop.newBuilder().setName("sight").setWhere("n2").setDurationUs(9000))
                .addHops(Hop.newBuilder().setName("total").setDurationUs(25_000))
                .setDurationUs(25_000)
                .setBudgetUs(2_000_000);
    }

    private static void end(EventType type, RehearsalResult.Builder result) {
        BusRecord event =
                record(result.getId() + "-end", BusRecord.publicSource(SCOPE), type, result.build(), result.getId());
        EtcdClient.answer(writer.publish(Topic.EVENTS, event));
    }

    private static BusRecord record(String id, String source, EventType type, Message data, String rehearsal) {
        return new BusRecord(id, source, type, SCOPE, "", Instant.now(), rehearsal, "", data);
    }

    private static Snapshot snapshot() {
        return etcd.read(Range.key(KEYS.rehearsal()));
    }

    private static long revision() {
        return snapshot()
                .get(KEYS.rehearsal())
                .map(entry -> entry.modRevision())
                .orElse(0L);
    }

    private static String value() {
        return snapshot().get(KEYS.rehearsal()).orElseThrow().value();
    }

    private void assertShown(String text) {
        assertTrue(out.toString().contains(text), () -> text + " is not in:\n" + out + err);
    }
}
