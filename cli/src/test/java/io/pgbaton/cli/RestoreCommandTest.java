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
import io.pgbaton.proto.key.PatroniKeys;
import io.pgbaton.proto.key.PgbatonKeys;
import io.pgbaton.proto.v1.BootstrapCompleted;
import io.pgbaton.proto.v1.MemberRebuilt;
import io.pgbaton.proto.v1.RestoreFailed;
import io.pgbaton.proto.v1.RestoreKind;
import io.pgbaton.proto.v1.RestoreNode;
import io.pgbaton.proto.v1.RestorePhase;
import io.pgbaton.proto.v1.RestorePlan;
import io.pgbaton.proto.v1.RestoreProgressed;
import io.pgbaton.proto.v1.RestoreUndone;
import io.pgbaton.runtime.bus.BusSettings;
import io.pgbaton.runtime.bus.BusWriter;
import io.pgbaton.runtime.bus.Topics;
import io.pgbaton.runtime.bus.broker.BrokerExtension;
import io.pgbaton.runtime.etcd.EtcdClient;
import io.pgbaton.runtime.etcd.EtcdExtension;
import io.pgbaton.runtime.etcd.Op;
import io.pgbaton.runtime.etcd.Range;
import io.pgbaton.runtime.etcd.Snapshot;
import io.pgbaton.runtime.etcd.Txn;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code pgbaton restore member} and {@code in-place} on a real bus and a real etcd; what a coordinator says is said by the test. */
class RestoreCommandTest {
    private static final Scope SCOPE = new Scope("service", "demo");
    private static final PgbatonKeys KEYS = new PgbatonKeys(SCOPE);
    private static final PatroniKeys PATRONI = new PatroniKeys(SCOPE);
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @RegisterExtension
    static final EtcdExtension ETCD = EtcdExtension.members(1);

    @RegisterExtension
    static final BrokerExtension BROKER = new BrokerExtension();

    @TempDir
    static Path folder;

    private static EtcdClient etcd;
    private static BusWriter writer;
    private static ToldBackups agent;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @BeforeAll
    static void start() throws IOException {
        etcd = EtcdClient.to(ETCD.settings());
        agent = ToldBackups.serve();
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
        agent.close();
        etcd.close();
    }

    @BeforeEach
    void n2LeadsAndEveryMemberHasItsBackupAgent() {
        etcd.put(PATRONI.initialize(), "77");
        etcd.put(PATRONI.leader(), "n2");
        etcd.commit(Txn.always(Op.delete(PATRONI.member("n4"))));
        etcd.commit(Txn.always(Op.delete(KEYS.restoreRequest())));
        for (String node : List.of("n1", "n2", "n3")) {
            etcd.put(PATRONI.member(node), "{\"state\":\"running\"}");
            etcd.put(KEYS.backupAgent(node), "{\"node\":\"%s\",\"members\":[\"%s\"]}".formatted(node, node));
        }
        etcd.put(
                KEYS.backupAgent("bk"),
                "{\"node\":\"bk\",\"stanzas\":[\"demo\"],\"url\":\"http://127.0.0.1:%d\"}".formatted(agent.port()));
    }

    @Test
    void aReplicaIsRebuiltFromTheNewestBackupAndFollowedUntilItStreams() {
        int exit = asked(
                id -> {
                    say(EventType.RESTORE_PROGRESSED, progressed(id, RestorePhase.RESTORE_PHASE_SET_ASIDE));
                    say(EventType.MEMBER_REBUILT, rebuilt(id));
                },
                "member",
                "service/demo",
                "n3",
                "--reason",
                "disk replaced");
        assertEquals(ExitCode.OK, exit, err.toString());
        assertShown("n3: stop of Patroni, and setting its data aside");
        assertShown("n3 is rebuilt from backup 20261121-220000F");
        JsonObject request = new JsonObject(value());
        assertEquals("disk replaced", request.getString("reason"));
        JsonObject plan = request.getJsonObject("plan");
        assertEquals("RESTORE_KIND_MEMBER", plan.getString("kind"));
        assertEquals("20261121-220000F", plan.getString("set"));
        assertEquals("77", plan.getString("systemIdentifier"));
        assertEquals("n3", members(plan));
        assertEquals("", plan.getString("newStanza", ""));
    }

    @Test
    void onlyAReplicaThatAnAgentHasIsRebuilt() {
        long before = revision();
        assertEquals(ExitCode.REFUSED, run("member", "service/demo", "n2"));
        assertTrue(err.toString().contains("n2 leads service/demo"), err.toString());
        assertEquals(ExitCode.NOT_FOUND, run("member", "service/demo", "n9"));
        assertTrue(err.toString().contains("there are n1 on n1, n2 on n2, n3 on n3"), err.toString());
        assertEquals(ExitCode.USAGE, run("member", "service/demo"));
        etcd.commit(Txn.always(Op.delete(PATRONI.leader())));
        assertEquals(ExitCode.REFUSED, run("member", "service/demo", "n3"));
        assertTrue(err.toString().contains("has no leader"), err.toString());
        assertEquals(before, revision());
    }

    @Test
    void R10_intoTheLivingDirectoryOnlyWhenThatWasSaid() {
        long before = revision();
        assertEquals(ExitCode.USAGE, run("member", "service/demo", "n3", "--delta"));
        assertTrue(err.toString().contains("keeps nothing of the old data of n3: say --yes"), err.toString());
        assertEquals(ExitCode.OK, run("member", "service/demo", "n3", "--delta", "--dry-run"), err.toString());
        assertShown("the old data is not kept");
        assertEquals(before, revision());
        int exit = asked(
                id -> say(EventType.MEMBER_REBUILT, rebuilt(id)),
                "member",
                "service/demo",
                "n3",
                "--delta",
                "--yes",
                "--set",
                "20261120-220000F",
                "-o",
                "json");
        assertEquals(ExitCode.OK, exit, err.toString());
        JsonObject plan = new JsonObject(value()).getJsonObject("plan");
        assertTrue(plan.getBoolean("delta"));
        assertEquals("20261120-220000F", plan.getString("set"));
    }

    @Test
    void aClusterGoesBackWithAllOfItsMembersTheLeaderFirst() {
        int exit = asked(
                id -> say(
                        EventType.BOOTSTRAP_COMPLETED,
                        BootstrapCompleted.newBuilder()
                                .setRestore(id)
                                .setPlan(RestorePlan.newBuilder()
                                        .setKind(RestoreKind.RESTORE_KIND_IN_PLACE)
                                        .setFrom("service/demo"))
                                .setLeader("n2")
                                .build()),
                "in-place",
                "service/demo",
                "--time",
                "2026-11-21 12:00:00+00",
                "--probe",
                "select 1",
                "--expect",
                "1",
                "--yes",
                "service/demo");
        assertEquals(ExitCode.OK, exit, err.toString());
        assertShown(
                "writes after time 2026-11-21 12:00:00.000000+00 will not be in the cluster; today's data is kept aside");
        assertShown("service/demo went back to");
        JsonObject plan = new JsonObject(value()).getJsonObject("plan");
        assertEquals("RESTORE_KIND_IN_PLACE", plan.getString("kind"));
        assertEquals("20261120-220000F", plan.getString("set"), "the newest that stopped before the target");
        assertEquals("n2 n1 n3", members(plan));
        assertEquals("demo", plan.getString("newStanza"));
        assertEquals("bk", plan.getString("backupNode"));
        assertEquals("1", plan.getString("expected"));
    }

    @Test
    void whoLeadsAfterwardsCanBeNamedAndAMemberThatIsDownComesToo() {
        etcd.commit(Txn.always(Op.delete(PATRONI.member("n1"))));
        int exit = run("in-place", "service/demo", "--immediate", "--leader", "n3", "--dry-run", "-o", "json");
        assertEquals(ExitCode.OK, exit, err.toString());
        assertEquals("n3 n1 n2", members(new JsonObject(out.toString())));
        assertTrue(err.toString().contains("note: n1 is known to its backup agent alone"), err.toString());
        assertTrue(err.toString().contains("note: backup 20261121-220000F: its own WAL is not known"), err.toString());
        assertEquals(ExitCode.OK, run("in-place", "service/demo", "--end", "--dry-run"), err.toString());
        assertShown("up to the end of the archive");
    }

    @Test
    void R10_nothingThatWasWrittenIsThrownAwayUnlessItWasSaid() {
        long before = revision();
        assertEquals(ExitCode.USAGE, run("in-place", "service/demo", "--immediate"));
        assertTrue(err.toString().contains("say --yes service/demo"), err.toString());
        assertEquals(ExitCode.USAGE, run("in-place", "service/demo", "--immediate", "--yes", "service/demo2"));
        assertTrue(err.toString().contains("--yes names service/demo2"), err.toString());
        assertEquals(ExitCode.USAGE, run("in-place", "service/demo", "--yes", "service/demo"));
        assertTrue(err.toString().contains("say how far the cluster goes back"), err.toString());
        assertEquals(ExitCode.USAGE, run("in-place", "service/demo", "--end", "--immediate", "--yes", "service/demo"));
        assertEquals(ExitCode.USAGE, run("in-place", "service/demo", "--end", "--expect", "1", "--dry-run"));
        assertTrue(err.toString().contains("--expect is of --probe"), err.toString());
        assertEquals(before, revision());
    }

    @Test
    void whatCannotBeDoneIsRefusedAndNothingIsAsked() {
        long before = revision();
        assertEquals(ExitCode.NOT_FOUND, run("in-place", "service/demo", "--immediate", "--dry-run", "--leader", "n7"));
        etcd.put(PATRONI.member("n4"), "{\"state\":\"running\"}");
        assertEquals(ExitCode.NOT_FOUND, run("in-place", "service/demo", "--immediate", "--dry-run"));
        assertTrue(err.toString().contains("no backup agent has n4 of service/demo under `members`"), err.toString());
        etcd.commit(Txn.always(Op.delete(PATRONI.member("n4"))));
        etcd.put(PATRONI.initialize(), "78");
        assertEquals(ExitCode.REFUSED, run("in-place", "service/demo", "--immediate", "--dry-run"));
        assertTrue(err.toString().contains("is another cluster's: its system identifier is 77"), err.toString());
        assertEquals(ExitCode.REFUSED, run("member", "service/demo", "n3"));
        assertEquals(before, revision());
    }

    @Test
    void anEarlierOneIsUndoneOrStandsStillAsBefore() {
        int exit = asked(
                id -> {
                    say(EventType.RESTORE_PROGRESSED, progressed("feed", RestorePhase.RESTORE_PHASE_PUT_BACK));
                    RestoreUndone undone = RestoreUndone.newBuilder()
                            .setRestore("feed")
                            .setPlan(RestorePlan.newBuilder().setKind(RestoreKind.RESTORE_KIND_IN_PLACE))
                            .build();
                    say(EventType.RESTORE_UNDONE, undone);
                },
                "in-place",
                "service/demo",
                "--undo",
                "feed");
        assertEquals(ExitCode.OK, exit, err.toString());
        assertShown("n3: putting the data that was set aside back");
        assertShown("restore feed is undone");
        assertEquals("feed", new JsonObject(value()).getString("undo"));
        exit = asked(
                id -> say(
                        EventType.RESTORE_FAILED,
                        RestoreFailed.newBuilder().setRestore("feed").build()),
                "member",
                "service/demo",
                "--undo",
                "feed",
                "-o",
                "json");
        assertEquals(ExitCode.FAULT, exit, err.toString());
    }

    @Test
    void whoWatchesARestoreThatSomebodyElseUndoesIsNotToldThatAllIsWell() {
        int exit = asked(
                id -> say(
                        EventType.RESTORE_UNDONE,
                        RestoreUndone.newBuilder().setRestore("feed").build()),
                "member",
                "service/demo",
                "n3",
                "--resume",
                "feed");
        assertEquals(ExitCode.FAULT, exit, err.toString());
    }

    @Test
    void anEarlierOneHasItsPlanAndItsId() {
        long before = revision();
        assertEquals(ExitCode.USAGE, run("in-place", "service/demo", "--resume", "feed", "--immediate", "--dry-run"));
        assertTrue(err.toString().contains("leave out --immediate, --dry-run"), err.toString());
        assertEquals(ExitCode.USAGE, run("member", "service/demo", "--resume", "feed", "--undo", "feed"));
        assertEquals(ExitCode.USAGE, run("member", "service/demo", "n3", "--resume", ""));
        assertTrue(err.toString().contains("say the id"), err.toString());
        assertEquals(before, revision());
    }

    @ParameterizedTest
    @ValueSource(strings = {"cluster", "member", "in-place", "drill"})
    void everyKindExplainsItself(String kind) {
        assertEquals(ExitCode.OK, run(kind, "--help"));
        assertShown("Usage: pgbaton restore " + kind);
        assertShown("--reason");
    }

    private static RestoreProgressed progressed(String id, RestorePhase phase) {
        return RestoreProgressed.newBuilder()
                .setRestore(id)
                .setNode("n3")
                .setPhase(phase)
                .build();
    }

    private static MemberRebuilt rebuilt(String id) {
        RestorePlan plan = RestorePlan.newBuilder()
                .setSet("20261121-220000F")
                .addNodes(RestoreNode.newBuilder().setMember("n3"))
                .build();
        return MemberRebuilt.newBuilder().setRestore(id).setPlan(plan).build();
    }

    private static String members(JsonObject plan) {
        return plan.getJsonArray("nodes").stream()
                .map(node -> ((JsonObject) node).getString("member"))
                .collect(Collectors.joining(" "));
    }

    /** @param answer what is said once the key is there; told the id of the restore */
    private int asked(Consumer<String> answer, String... words) {
        long before = revision();
        CompletableFuture<Integer> exit = CompletableFuture.supplyAsync(() -> run(words));
        await().atMost(PATIENCE).until(() -> revision() > before || exit.isDone());
        answer.accept(EventIds.restore(snapshot().clusterId(), SCOPE, revision()));
        return exit.orTimeout(PATIENCE.toSeconds(), TimeUnit.SECONDS).join();
    }

    private int run(String... words) {
        List<String> all = new ArrayList<>(List.of("restore"));
        all.addAll(List.of(words));
        all.addAll(List.of("--config", folder.resolve("cli.yaml").toString()));
        return PgbatonMain.commandLine()
                .setOut(new PrintWriter(out, true))
                .setErr(new PrintWriter(err, true))
                .execute(all.toArray(String[]::new));
    }

    private static void say(EventType type, Message data) {
        EtcdClient.answer(writer.publish(
                Topic.EVENTS,
                new BusRecord(
                        UUID.randomUUID().toString(),
                        BusRecord.publicSource(SCOPE),
                        type,
                        SCOPE,
                        "",
                        Instant.now(),
                        "",
                        "",
                        data)));
    }

    private static Snapshot snapshot() {
        return etcd.read(Range.key(KEYS.restoreRequest()));
    }

    private static long revision() {
        return snapshot()
                .get(KEYS.restoreRequest())
                .map(entry -> entry.modRevision())
                .orElse(0L);
    }

    private static String value() {
        return snapshot().get(KEYS.restoreRequest()).orElseThrow().value();
    }

    private void assertShown(String text) {
        assertTrue(out.toString().contains(text), () -> text + " is not in:\n" + out + err);
    }
}
