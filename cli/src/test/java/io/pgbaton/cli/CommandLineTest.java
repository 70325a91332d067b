package io.pgbaton.cli;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.pgbaton.proto.Scope;
import io.pgbaton.proto.bus.Topic;
import io.pgbaton.proto.key.PatroniKeys;
import io.pgbaton.proto.key.PgbatonKeys;
import io.pgbaton.runtime.bus.BusSettings;
import io.pgbaton.runtime.bus.BusWriter;
import io.pgbaton.runtime.bus.Topics;
import io.pgbaton.runtime.bus.broker.BrokerExtension;
import io.pgbaton.runtime.etcd.EtcdClient;
import io.pgbaton.runtime.etcd.EtcdExtension;
import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

/** The commands as they are typed, on a real bus and a real etcd that hold one failover. No coordinator runs. */
class CommandLineTest {
    private static final Scope SCOPE = new Scope("service", "demo");

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
    static void oneFailoverHasHappened() throws IOException {
        etcd = EtcdClient.to(ETCD.settings());
        patroniWrites();
        pgbatonWrites();
        BusSettings bus = BusSettings.of(BROKER.bootstrap());
        EtcdClient.answer(Topics.ensure(etcd.vertx(), bus).ready());
        writer = BusWriter.start(etcd.vertx(), bus, new SimpleMeterRegistry());
        List<Future<Void>> published = new ArrayList<>();
        OneFailover failover = new OneFailover(Instant.now().minusSeconds(60));
        failover.events().forEach(event -> published.add(writer.publish(Topic.EVENTS, event)));
        failover.audit().forEach(record -> published.add(writer.publish(Topic.AUDIT, record)));
        published.add(writer.publish(Topic.CLUSTERS, failover.description()));
        EtcdClient.answer(Future.all(published));
        Files.writeString(
                folder.resolve("cli.yaml"),
                """
                bus: {bootstrap: ["%s"]}
                etcd: {endpoints: ["%s"]}
                coordinators: ["http://10.0.0.21:7481"]
                scopes: [service/demo]
                """
                        .formatted(BROKER.bootstrap(), ETCD.endpoints().get(0)));
    }

    @AfterAll
    static void stop() {
        etcd.close();
    }

    @Test
    void statusShowsLeaderAddressAndProxyAndSaysWhatIsWrong() {
        assertEquals(ExitCode.FAULT, run("status"));
        assertShown("leader   n1 (epoch ");
        assertShown("members  1 of 2 running, 1 agents");
        assertShown("address  write 10.0.0.100 on n1");
        assertShown("proxy    n1/haproxy -> n1");
        assertShown("wrong    n3 is stopped");
        assertShown("wrong    no agent speaks for n3");
    }

    @Test
    void statusForProgramsIsJson() {
        run("status", "-o", "json");
        JsonObject scope = new JsonArray(out.toString()).getJsonObject(0);
        assertEquals("n1", scope.getString("leader"));
        assertEquals("n1", scope.getJsonObject("described").getString("leader"));
        assertEquals(2, scope.getJsonArray("problems").size());
    }

    @Test
    void membersShowRoleLagAndAgent() {
        assertEquals(ExitCode.FAULT, run("members"));
        assertShown("service/demo  n1      leader   running  5");
        assertShown("1.0 KiB");
    }

    @Test
    void aScopeThatIsNotThereIsNoEmptyTable() {
        assertEquals(ExitCode.FAULT, run("members", "--scope", "service/typo"));
        assertShown("etcd has no v3 key of service/typo");
    }

    @Test
    void eventsAreSentencesWithTheirOffsetInTheHandover() {
        assertEquals(ExitCode.OK, run("events", "--since", "1h"));
        assertShown("+0.000 s  leader.lost           n3 lost the leadership (its lease ran out)");
        assertShown("+0.061 s  leader.acquired       n1 is the leader now (epoch 812, before it n3)");
    }

    @Test
    void auditForProgramsIsOneObjectALine() {
        assertEquals(ExitCode.OK, run("audit", "-o", "json"));
        JsonObject first = new JsonObject(out.toString().lines().findFirst().orElseThrow());
        assertEquals("io.pgbaton.intent.recorded", first.getString("type"));
        assertEquals("n1 is about to: acquire address write (n1 leads)", first.getString("sentence"));
        assertEquals(1, first.getInteger("sequence"));
    }

    @Test
    void handoversAreListedDrawnAndExplained() {
        assertEquals(ExitCode.OK, run("handovers"));
        assertShown("feed0000");
        assertShown("failover  n3    n1  0.300 s  completed");

        assertEquals(ExitCode.OK, run("handovers", "feed"));
        assertShown("promotion n1");
        assertShown("primary.writable");

        assertEquals(ExitCode.OK, run("handovers", "--explain"));
        assertShown("lost its leader n3 (its lease ran out).");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"status", "members", "events", "audit", "handovers", "rehearse", "urls", "doctor", "completion"})
    void everyCommandExplainsItself(String command) {
        assertEquals(ExitCode.OK, run(command, "--help"));
    }

    @Test
    void anUnknownHandoverIsNotFound() {
        assertEquals(ExitCode.NOT_FOUND, run("handovers", "0bad"));
        assertTrue(err.toString().contains("no handover that begins with 0bad"), err.toString());
    }

    @Test
    void urlsNameEverythingThatAnswers() {
        assertEquals(ExitCode.OK, run("urls"));
        assertShown("coordinator");
        assertShown("http://10.0.0.21:7481");
        assertShown(BROKER.bootstrap());
    }

    @Test
    void doctorFindsTheMemberWithoutAnAgentAndTheAgentThatDoesNotAnswer() {
        assertEquals(ExitCode.FAULT, run("doctor"));
        assertShown("ok       bus: all topics are there with 12 partitions each");
        assertShown("ok       patroni keys: service/demo is in etcd's v3 keys, its leader is n1");
        assertShown("fault    agent of n3: no agent is registered");
        assertShown("fault    agent on n1: http://127.0.0.1:1/status does not answer");
    }

    @Test
    void aBusThatIsAwayIsSaidWithItsOwnExitCode() throws IOException {
        Path other = Files.writeString(folder.resolve("away.yaml"), "bus: {bootstrap: [\"127.0.0.1:1\"]}\n");
        assertEquals(ExitCode.UNREACHABLE, execute("events", "--config", other.toString(), "--timeout", "2"));
        assertTrue(err.toString().contains("127.0.0.1:1"), err.toString());
    }

    @Test
    void whatIsNotUnderstoodIsAUsageFault() {
        assertEquals(ExitCode.USAGE, run("evnts"));
        assertEquals(ExitCode.USAGE, run("status", "--scope", "demo"));
        assertTrue(err.toString().contains("<namespace>/<scope>"), err.toString());
        assertEquals(ExitCode.USAGE, run("events", "--since", "yesterday"));
    }

    @Test
    void aConfigurationWithFaultsIsRefusedWithAllOfThem() throws IOException {
        Path wrong = Files.writeString(folder.resolve("wrong.yaml"), "bus: {botstrap: []}\nscopes: [demo]\n");
        assertEquals(ExitCode.CONFIG, execute("status", "--config", wrong.toString()));
        assertTrue(err.toString().contains("bootstrap"), err.toString());
        assertTrue(err.toString().contains("service/demo"), err.toString());
    }

    @Test
    void completionNamesTheCommands() {
        assertEquals(ExitCode.OK, execute("completion"));
        assertShown("handovers");
    }

    @Test
    void followShowsWhatWasAndThenWhatComes() {
        Thread following = new Thread(() -> run("events", "--follow", "--since", "1h"));
        following.setDaemon(true);
        following.start();
        await().untilAsserted(() -> assertShown("primary.writable"));

        EtcdClient.answer(writer.publish(Topic.EVENTS, OneFailover.pause()));
        await().untilAsserted(() -> assertShown("Patroni is paused"));
        following.interrupt();
    }

    private int run(String... args) {
        List<String> all = new ArrayList<>(List.of(args));
        all.addAll(List.of("--config", folder.resolve("cli.yaml").toString()));
        return execute(all.toArray(String[]::new));
    }

    private int execute(String... args) {
        CommandLine commands = PgbatonMain.commandLine();
        return commands.setOut(new PrintWriter(out, true))
                .setErr(new PrintWriter(err, true))
                .execute(args);
    }

    private void assertShown(String text) {
        assertTrue(out.toString().contains(text), () -> text + " is not in:\n" + out + err);
    }

    private static void patroniWrites() {
        PatroniKeys keys = new PatroniKeys(SCOPE);
        etcd.put(keys.leader(), "n1");
        etcd.put(keys.status(), "{\"optime\":67109888}");
        etcd.put(keys.config(), "{\"ttl\":30}");
        etcd.put(keys.member("n1"), member("10.0.0.11", "running", "master", 67109888));
        etcd.put(keys.member("n3"), member("10.0.0.13", "stopped", "replica", 67108864));
    }

    private static String member(String ip, String state, String role, long location) {
        return new JsonObject()
                .put("conn_url", "postgres://" + ip + ":5432/postgres")
                .put("api_url", "http://" + ip + ":8008/patroni")
                .put("state", state)
                .put("role", role)
                .put("version", "3.0.2")
                .put("xlog_location", location)
                .put("timeline", 5)
                .encode();
    }

    private static void pgbatonWrites() {
        PgbatonKeys keys = new PgbatonKeys(SCOPE);
        etcd.put(
                keys.address("write"),
                "{\"node\":\"n1\",\"member\":\"n1\",\"epoch\":\"812\",\"address\":\"10.0.0.100\"}");
        etcd.put(
                keys.agent("n1"),
                "{\"node\":\"n1\",\"member\":\"n1\",\"mode\":\"act\",\"url\":\"http://127.0.0.1:1\","
                        + "\"addresses\":[\"write\"],\"proxies\":[\"haproxy\"]}");
    }
}
