package io.pgbaton.cli;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.protobuf.Message;
import com.sun.net.httpserver.HttpServer;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.pgbaton.proto.Scope;
import io.pgbaton.proto.bus.BusRecord;
import io.pgbaton.proto.bus.EventType;
import io.pgbaton.proto.bus.Topic;
import io.pgbaton.proto.id.EventIds;
import io.pgbaton.proto.key.PgbatonKeys;
import io.pgbaton.proto.v1.BackupCalendarState;
import io.pgbaton.proto.v1.BackupFailed;
import io.pgbaton.proto.v1.BackupKnown;
import io.pgbaton.proto.v1.BackupPolicyState;
import io.pgbaton.proto.v1.BackupType;
import io.pgbaton.proto.v1.ClusterState;
import io.pgbaton.proto.v1.DrillFailed;
import io.pgbaton.proto.v1.Intent;
import io.pgbaton.proto.v1.Outcome;
import io.pgbaton.proto.v1.Refusal;
import io.pgbaton.proto.v1.RefusalReason;
import io.pgbaton.proto.v1.Result;
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
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** {@code pgbaton backup} on a real bus and a real etcd; what a coordinator and an agent say is said by the test. */
class BackupCommandTest {
    private static final Scope SCOPE = new Scope("service", "demo");
    private static final PgbatonKeys KEYS = new PgbatonKeys(SCOPE);
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final String PAGE =
            """
            {"node":"bk1","stanzas":[{"stanza":"demo","scope":"service/demo","repos":[1],"status":"ok","fault":"","waiting":0,
              "work":{"phase":"running","percent":42.4},
              "archives":[{"repo":1,"min":"000000010000000000000003","max":"000000010000000000000009"}],
              "missingWal":[
                {"repo":1,"first":"000000010000000000000004","last":"000000010000000000000005","files":2,"covered":true,"broken":["A","B"]},
                {"repo":1,"first":"000000010000000000000008","last":"000000010000000000000008","files":1,"covered":false,"broken":[]}],
              "archiveLooks":[{"repo":1,"listedAt":"2026-11-21T22:11:00Z","fault":""},{"repo":2,"listedAt":null,"fault":"host-connect: no route"}],
              "backups":[{"label":"20261121-220000F","type":"full","repo":1,"start":"2026-11-21T22:00:00Z",
                "stop":"2026-11-21T22:10:00Z","bytes":1048576,"deltaBytes":1048576,"error":false}]}]}
            """;

    @RegisterExtension
    static final EtcdExtension ETCD = EtcdExtension.members(1);

    @RegisterExtension
    static final BrokerExtension BROKER = new BrokerExtension();

    @TempDir
    static Path folder;

    private static EtcdClient etcd;
    private static BusWriter writer;
    private static HttpServer agent;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @BeforeAll
    static void start() throws IOException {
        etcd = EtcdClient.to(ETCD.settings());
        agent = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        agent.createContext("/api/v1/backups", exchange -> {
            byte[] body = PAGE.getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(200, body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
        agent.start();
        register(false);
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
        agent.stop(0);
        etcd.close();
    }

    @Test
    void itSaysWhenTheBackupHasBegunAndTheRequestSaysWhoAndWhat() {
        int exit = now(id -> say(EventType.INTENT_RECORDED, intent(id), id), "--stanza", "demo", "--type", "full");
        assertEquals(ExitCode.OK, exit, err.toString());
        assertTrue(out.toString().contains("bk1 is about to: full backup demo"), out.toString());
        JsonObject asked = new JsonObject(value());
        assertEquals("bk1", asked.getString("node"));
        assertEquals("BACKUP_TYPE_FULL", asked.getJsonObject("task").getString("type"));
        assertEquals("by hand", asked.getString("reason"));
    }

    @Test
    void followedToItsEndAFailureSaysWhatToDo() {
        int exit = now(
                id -> {
                    say(EventType.INTENT_RECORDED, intent(id), id);
                    BackupFailed failed = BackupFailed.newBuilder()
                            .setCommandId(id)
                            .setNode("bk1")
                            .setName("db-connect")
                            .setNextStep("look at pg1-host")
                            .build();
                    event(EventType.BACKUP_FAILED, failed, id);
                    Outcome outcome = Outcome.newBuilder()
                            .setCommandId(id)
                            .setResult(Result.RESULT_FAILED)
                            .setDetail("db-connect")
                            .build();
                    say(EventType.OUTCOME_RECORDED, outcome, id);
                },
                "--stanza",
                "demo",
                "--follow");
        assertEquals(ExitCode.FAULT, exit, out + err.toString());
        assertTrue(out.toString().contains("bk1 failed"), out.toString());
    }

    @Test
    void whoHasToWaitForItsTurnIsToldSoAndThatIsNoFailure() {
        int exit = now(
                id -> {
                    say(EventType.INTENT_RECORDED, intent(id), id);
                    Outcome outcome = Outcome.newBuilder()
                            .setCommandId(id)
                            .setAction("full backup")
                            .setTarget("demo")
                            .setResult(Result.RESULT_LATER)
                            .setDetail("busy: it waits behind 1")
                            .build();
                    say(EventType.OUTCOME_RECORDED, outcome, id);
                },
                "--stanza",
                "demo");
        assertEquals(ExitCode.OK, exit, err.toString());
        assertTrue(out.toString().contains("bk1 tries again later: full backup demo (busy"), out.toString());
    }

    @Test
    void aRefusalIsNoFailureAndProgramsGetJson() {
        int exit = now(
                id -> say(
                        EventType.REFUSAL_RECORDED,
                        Refusal.newBuilder()
                                .setCommandId(id)
                                .setReason(RefusalReason.PAUSED)
                                .setDetail("the scope is paused by ann")
                                .build(),
                        id),
                "--stanza",
                "demo",
                "-o",
                "json");
        assertEquals(ExitCode.REFUSED, exit, err.toString());
        assertEquals("PAUSED", new JsonObject(out.toString()).getString("reason"));
    }

    @Test
    void whenNobodyBeginsItSaysWhoMayBeMissing() {
        int exit = now(id -> {}, "--stanza", "demo", "--timeout", "6");
        assertEquals(ExitCode.UNREACHABLE, exit);
        assertTrue(err.toString().contains("no coordinator passed it on"), err.toString());
    }

    @Test
    void severalStanzasAreNamedAndAnUnknownOneIsNotFoundAndNothingIsAsked() {
        long before = revision();
        assertEquals(ExitCode.USAGE, run("backup", "now"));
        assertTrue(err.toString().contains("demo (service/demo on bk1), other"), err.toString());
        assertEquals(ExitCode.NOT_FOUND, run("backup", "now", "--stanza", "nobody"));
        assertEquals(before, revision());
    }

    @Test
    void whatIsInTheRepositoriesIsShownToPeopleAndPrograms() {
        assertEquals(ExitCode.OK, run("backup", "list"), err.toString());
        assertTrue(out.toString().contains("20261121-220000F"), out.toString());
        assertTrue(out.toString().contains("1.0 MiB"), out.toString());
        assertTrue(
                out.toString()
                        .contains(
                                "demo: repository 1 lacks WAL 000000010000000000000004 to 000000010000000000000005 (2 files): no time"
                                        + " between it and the next backup can be restored; cannot be restored at all: A, B"),
                out.toString());
        assertTrue(
                out.toString()
                        .contains(
                                "demo: repository 1 lacks WAL 000000010000000000000008: nothing after it can be restored"),
                out.toString());
        assertTrue(
                out.toString()
                        .contains("demo: whether repository 2 lacks WAL is not known now: host-connect: no route"),
                out.toString());
        assertEquals(ExitCode.OK, run("backup", "info", "service/demo"), err.toString());
        assertTrue(out.toString().contains("running 42 %"), out.toString());
        out.getBuffer().setLength(0);
        assertEquals(ExitCode.OK, run("backup", "list", "-o", "json"), err.toString());
        assertEquals("demo", new JsonArray(out.toString()).getJsonObject(0).getString("stanza"));
    }

    @Test
    void whatIsPlannedIsShownAsCoordinatorsDescribeItAndOverdueEndsWithOne() {
        long noon = 1_790_000_000_000_000L;
        BackupPolicyState policy = BackupPolicyState.newBuilder()
                .setStanza("demo")
                .setRepo(1)
                .setOverdueAfterMs(Duration.ofHours(26).toMillis())
                .addNewest(BackupKnown.newBuilder()
                        .setType(BackupType.BACKUP_TYPE_DIFF)
                        .setStopUs(noon))
                .addCalendars(BackupCalendarState.newBuilder()
                        .setType(BackupType.BACKUP_TYPE_FULL)
                        .setCron("0 1 * * 0")
                        .setZone("Europe/Berlin")
                        .setNextUs(noon))
                .setWaitsFor("the scope is paused: `pgbaton resume`")
                .build();
        describe(policy);
        assertEquals(ExitCode.OK, run("backup", "policy"), err.toString());
        assertTrue(out.toString().contains("full 2026-09-21 16:13:20 Europe/Berlin"), out.toString());
        assertTrue(out.toString().contains("1 d 2 h"), out.toString());
        assertTrue(out.toString().contains("waits: the scope is paused"), out.toString());
        describe(policy.toBuilder().setOverdue(true).build());
        out.getBuffer().setLength(0);
        assertEquals(ExitCode.FAULT, run("backup", "policy", "-o", "json"), err.toString());
        assertEquals(
                "service/demo", new JsonArray(out.toString()).getJsonObject(0).getString("scope"));
        assertEquals(ExitCode.FAULT, run("status"));
        assertTrue(out.toString().contains("backups of stanza demo in repository 1 are overdue"), out.toString());
    }

    @Test
    void aScopeThatNobodyPlansForIsNotFound() {
        assertEquals(ExitCode.NOT_FOUND, run("backup", "policy", "service/unplanned"));
        assertTrue(err.toString().contains("`backups` in coordinator.yaml"), err.toString());
    }

    @Test
    void aDrillIsAskedOfAnAgentThatOffersThemAndProgramsGetWhatItHasShown() {
        assertEquals(ExitCode.NOT_FOUND, run("restore", "drill", "--stanza", "demo"));
        assertTrue(err.toString().contains("offers drills: give one of them `drill`"), err.toString());
        register(true);
        int exit = asked(
                id -> {
                    say(EventType.INTENT_RECORDED, intent(id), id);
                    Outcome outcome = Outcome.newBuilder()
                            .setCommandId(id)
                            .setResult(Result.RESULT_FAILED)
                            .build();
                    say(EventType.OUTCOME_RECORDED, outcome, id);
                    DrillFailed failed = DrillFailed.newBuilder()
                            .setCommandId(id)
                            .setName("check-failed")
                            .setDetail("amcheck: damaged")
                            .build();
                    event(EventType.DRILL_FAILED, failed, id);
                },
                "restore",
                "drill",
                "--stanza",
                "demo",
                "--set",
                "20261121-220000F",
                "--follow",
                "-o",
                "json");
        assertEquals(ExitCode.FAULT, exit, err.toString());
        assertEquals(
                "check-failed",
                new JsonObject(out.toString()).getJsonObject("drill").getString("name"));
        JsonObject task = new JsonObject(value()).getJsonObject("task");
        assertEquals("BACKUP_KIND_DRILL", task.getString("kind"));
        assertEquals("20261121-220000F", task.getString("set"));
        register(false);
    }

    private static void register(boolean drills) {
        JsonObject registration = new JsonObject()
                .put("node", "bk1")
                .put("stanzas", new JsonArray().add("demo").add("other"))
                .put("url", "http://127.0.0.1:" + agent.getAddress().getPort())
                .put("drills", drills);
        etcd.put(KEYS.backupAgent("bk1"), registration.encode());
    }

    private static void describe(BackupPolicyState policy) {
        ClusterState state = ClusterState.newBuilder().addBackups(policy).build();
        EtcdClient.answer(writer.publish(
                Topic.CLUSTERS, record(EventType.CLUSTER_DESCRIBED, BusRecord.publicSource(SCOPE), state, "")));
    }

    private static Intent intent(String id) {
        return Intent.newBuilder()
                .setActionId(id + "-1")
                .setAction("full backup")
                .setTarget("demo")
                .setCommandId(id)
                .build();
    }

    /** @param answer what is said once the key is there; told the id of the command */
    private int now(Consumer<String> answer, String... more) {
        List<String> words = new ArrayList<>(List.of("backup", "now"));
        words.addAll(List.of(more));
        return asked(answer, words.toArray(String[]::new));
    }

    private int asked(Consumer<String> answer, String... words) {
        long before = revision();
        CompletableFuture<Integer> exit = CompletableFuture.supplyAsync(() -> run(words));
        await().atMost(PATIENCE).until(() -> revision() > before || exit.isDone());
        answer.accept(EventIds.backup(snapshot().clusterId(), SCOPE, revision()));
        return exit.orTimeout(PATIENCE.toSeconds(), TimeUnit.SECONDS).join();
    }

    private int run(String... words) {
        List<String> all = new ArrayList<>(List.of(words));
        all.addAll(List.of("--config", folder.resolve("cli.yaml").toString()));
        return PgbatonMain.commandLine()
                .setOut(new PrintWriter(out, true))
                .setErr(new PrintWriter(err, true))
                .execute(all.toArray(String[]::new));
    }

    private static void say(EventType type, Message data, String command) {
        EtcdClient.answer(writer.publish(
                Topic.AUDIT, record(type, BusRecord.source(SCOPE, "bk1", "backup-agent"), data, command)));
    }

    private static void event(EventType type, Message data, String command) {
        EtcdClient.answer(writer.publish(Topic.EVENTS, record(type, BusRecord.publicSource(SCOPE), data, command)));
    }

    private static BusRecord record(EventType type, String source, Message data, String command) {
        return new BusRecord(
                command + "-" + type.noun(), source, type, SCOPE, "demo", Instant.now(), "", command, data);
    }

    private static Snapshot snapshot() {
        return etcd.read(Range.key(KEYS.backupRequest()));
    }

    private static long revision() {
        return snapshot()
                .get(KEYS.backupRequest())
                .map(entry -> entry.modRevision())
                .orElse(0L);
    }

    private static String value() {
        return snapshot().get(KEYS.backupRequest()).orElseThrow().value();
    }
}
