package io.pgbaton.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.pgbaton.proto.Scope;
import io.pgbaton.proto.bus.CloudEventCodec;
import io.pgbaton.proto.key.PatroniKeys;
import io.pgbaton.proto.key.PgbatonKeys;
import io.pgbaton.proto.v1.HandoverMark;
import io.pgbaton.proto.v1.HandoverRecord;
import io.pgbaton.runtime.etcd.EtcdClient;
import io.pgbaton.runtime.etcd.EtcdExtension;
import io.pgbaton.runtime.etcd.Op;
import io.pgbaton.runtime.etcd.Range;
import io.pgbaton.runtime.etcd.Txn;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** R11 as it is typed, on a real etcd. There is no bus, and no coordinator. */
class HandsOffCommandsTest {
    private static final Scope SCOPE = new Scope("service", "demo");
    private static final PgbatonKeys KEYS = new PgbatonKeys(SCOPE);

    @RegisterExtension
    static final EtcdExtension ETCD = EtcdExtension.members(1);

    @TempDir
    static Path folder;

    private static EtcdClient etcd;

    private StringWriter out = new StringWriter();
    private StringWriter err = new StringWriter();

    @BeforeAll
    static void configure() throws IOException {
        etcd = EtcdClient.to(ETCD.settings());
        Files.writeString(
                folder.resolve("cli.yaml"),
                "etcd: {endpoints: [\"%s\"]}\nscopes: [service/demo]\n"
                        .formatted(ETCD.endpoints().get(0)));
    }

    @AfterAll
    static void stop() {
        etcd.close();
    }

    @BeforeEach
    void n1LeadsAndN2Follows() {
        for (String key : List.of(
                PgbatonKeys.PAUSE_ALL,
                KEYS.pause(),
                KEYS.maintenance("n1"),
                KEYS.maintenance("n2"),
                KEYS.acknowledged(),
                KEYS.handover())) {
            etcd.commit(Txn.always(Op.delete(key)));
        }
        PatroniKeys patroni = new PatroniKeys(SCOPE);
        etcd.put(patroni.leader(), "n1");
        etcd.put(patroni.member("n1"), "{\"state\":\"running\",\"role\":\"master\"}");
        etcd.put(patroni.member("n2"), "{\"state\":\"running\",\"role\":\"replica\"}");
        etcd.put(KEYS.agent("n1"), "{\"node\":\"n1\",\"member\":\"n1\"}");
        etcd.put(KEYS.agent("n2"), "{\"node\":\"n2\",\"member\":\"n2\"}");
        etcd.put(KEYS.address("write"), "{\"node\":\"n1\",\"member\":\"n1\",\"epoch\":\"5\"}");
    }

    @Test
    void aPauseIsKeptShownAndEndedWithWhoAndWhy() {
        assertEquals(ExitCode.OK, run("pause", "service/demo", "--reason", "storage move", "--actor", "ann@db1"));
        JsonObject kept = value(KEYS.pause()).orElseThrow();
        assertEquals("storage move", kept.getString("reason"));
        assertEquals("ann@db1", kept.getString("actor"));
        assertTrue(kept.getString("since").endsWith("Z"));
        assertFalse(kept.getBoolean("address", false));

        run("status");
        assertShown("paused   the scope is paused by ann@db1: storage move (since ");

        assertEquals(ExitCode.OK, run("resume", "service/demo", "--actor", "ben@db1"));
        assertShown("service/demo is no longer paused; it was: the scope is paused by ann@db1: storage move");
        assertTrue(value(KEYS.pause()).isEmpty());
        assertEquals("ben@db1", value(KEYS.resumed()).orElseThrow().getString("actor"));
    }

    @Test
    void withoutAScopeAllArePausedAndOneOfThemStaysSo() {
        assertEquals(ExitCode.OK, run("pause", "--reason", "storm", "--address"));
        assertTrue(value(PgbatonKeys.PAUSE_ALL).orElseThrow().getBoolean("address"));
        run("pause", "service/demo", "--reason", "more");
        run("resume", "service/demo");
        assertShown("stays paused: all scopes are paused, the address frozen,");
        run("pause", "service/demo", "--reason", "more");
        assertEquals(ExitCode.OK, run("resume"));
        assertShown("stays paused: service/demo: the scope is paused");
        assertShown("`pgbaton resume service/demo`");
    }

    @Test
    void aSecondPauseTakesThePlaceOfTheFirstAndSaysSo() {
        run("pause", "service/demo", "--reason", "first", "--actor", "ann@db1");
        run("pause", "service/demo", "--reason", "second");
        assertShown("in place of: the scope is paused by ann@db1: first");
    }

    @Test
    void whatIsNotPausedIsNotResumed() {
        assertEquals(ExitCode.OK, run("resume", "service/demo"));
        assertShown("service/demo is not paused by itself");
    }

    @Test
    void aReasonIsRequiredAndSaidWhatItIsFor() {
        assertEquals(ExitCode.USAGE, run("pause"));
        assertTrue(err.toString().contains("--reason"), err.toString());
        assertEquals(ExitCode.USAGE, run("pause", "--reason", "  "));
        assertEquals(ExitCode.USAGE, run("maintenance", "n2"));
        assertTrue(err.toString().contains("--reason is missing"), err.toString());
        assertTrue(value(PgbatonKeys.PAUSE_ALL).isEmpty());
    }

    @Test
    void aReplicaIsTakenOutForALengthAndBack() {
        assertEquals(ExitCode.OK, run("maintenance", "n2", "--reason", "kernel", "--for", "2h", "-o", "json"));
        JsonObject shown = new JsonArray(out.toString()).getJsonObject(0);
        assertEquals("service/demo", shown.getString("scope"));
        JsonObject kept = value(KEYS.maintenance("n2")).orElseThrow();
        assertEquals("n2", kept.getString("member"));
        assertEquals("kernel", kept.getString("reason"));
        assertTrue(kept.containsKey("until"));
        run("status");
        assertShown("node     n2 is in maintenance by ");
        assertEquals(ExitCode.OK, run("maintenance", "n2", "--clear"));
        assertTrue(value(KEYS.maintenance("n2")).isEmpty());
        assertEquals(ExitCode.OK, run("maintenance", "n2", "--clear"));
        assertShown("n2 was not in maintenance");
    }

    @Test
    void theLeaderIsRefusedWithAdviceAndTakenOutByForce() {
        assertEquals(ExitCode.REFUSED, run("maintenance", "n1", "--reason", "kernel"));
        assertTrue(err.toString().contains("switch over first"), err.toString());
        assertTrue(value(KEYS.maintenance("n1")).isEmpty());
        assertEquals(ExitCode.OK, run("maintenance", "n1", "--reason", "kernel", "--force"));
        assertTrue(value(KEYS.maintenance("n1")).isPresent());
    }

    @Test
    void whoeverStillCarriesTheAddressIsRefusedToo() {
        etcd.put(KEYS.address("write"), "{\"node\":\"n2\",\"member\":\"n2\",\"epoch\":\"5\"}");
        assertEquals(ExitCode.REFUSED, run("maintenance", "n2", "--reason", "kernel"));
        assertTrue(err.toString().contains("carries the address write"), err.toString());
    }

    @Test
    void anUnknownNodeIsNotFoundAndTheKnownOnesAreNamed() {
        assertEquals(ExitCode.NOT_FOUND, run("maintenance", "n9", "--reason", "kernel"));
        assertTrue(err.toString().contains("[n1, n2]"), err.toString());
    }

    @ParameterizedTest
    @ValueSource(strings = {"2", "0h", "-1h", "2 h", "1h30m", "soon", "99999999h"})
    void lengthsAreReadStrictly(String length) {
        assertEquals(ExitCode.USAGE, run("maintenance", "n2", "--reason", "kernel", "--for=" + length));
        assertTrue(err.toString().contains("--for: '" + length + "'"), err.toString());
        assertTrue(value(KEYS.maintenance("n2")).isEmpty());
    }

    @Test
    void anEndInThePastIsRefused() {
        assertEquals(ExitCode.USAGE, run("maintenance", "n2", "--reason", "kernel", "--until", "2020-01-01T00:00:00Z"));
        assertTrue(err.toString().contains("is over"), err.toString());
    }

    @Test
    void flappingIsShownUntilItIsAcknowledged() {
        flapping();
        run("status");
        assertShown("automation waits for `pgbaton ack c3");
        assertEquals(ExitCode.NOT_FOUND, run("ack", "d"));
        assertTrue(err.toString().contains("[a1, b2, c3]"), err.toString());
        run("ack", "a1");
        run("status");
        assertShown("automation waits for `pgbaton ack c3");
        assertEquals(ExitCode.OK, run("ack", "last", "--reason", "bad memory"));
        assertShown("automation goes on");
        assertEquals("c3", value(KEYS.acknowledged()).orElseThrow().getString("handover"));
        run("status");
        assertFalse(out.toString().contains("pgbaton ack"), out.toString());
    }

    @Test
    void theBeginningOfAnIdIsEnough() {
        flapping();
        assertEquals(ExitCode.OK, run("ack", "b", "-o", "json"));
        assertEquals("b2", new JsonArray(out.toString()).getJsonObject(0).getString("handover"));
    }

    @Test
    void aHandoverThatIsOpenCannotBeAcknowledgedYet() {
        HandoverRecord open =
                HandoverRecord.newBuilder().setId("e5").setOpen(true).build();
        etcd.put(KEYS.handover(), CloudEventCodec.toJson(open));
        assertEquals(ExitCode.REFUSED, run("ack", "e5"));
        assertEquals(ExitCode.NOT_FOUND, run("ack", "last"));
    }

    @Test
    void anUnreadablePauseIsShownAsOneWithTheWayToMendIt() {
        etcd.put(KEYS.pause(), "since yesterday");
        assertEquals(ExitCode.FAULT, run("status"));
        assertShown("pgbaton is paused");
        assertShown("`pgbaton resume service/demo` ends it");
        assertEquals(ExitCode.OK, run("resume", "service/demo"));
        assertTrue(value(KEYS.pause()).isEmpty());
    }

    @ParameterizedTest
    @ValueSource(strings = {"pause", "resume", "maintenance", "ack"})
    void everyCommandExplainsItself(String command) {
        assertEquals(ExitCode.OK, run(command, "--help"));
    }

    private static void flapping() {
        HandoverRecord record = HandoverRecord.newBuilder()
                .setId("c3")
                .setAnnounced(true)
                .addRecent(mark("a1", 10))
                .addRecent(mark("b2", 20))
                .addRecent(mark("c3", 30))
                .setFlapping(mark("c3", 30))
                .build();
        etcd.put(KEYS.handover(), CloudEventCodec.toJson(record));
    }

    private static HandoverMark mark(String id, long epoch) {
        return HandoverMark.newBuilder().setHandover(id).setEndedEpoch(epoch).build();
    }

    private static Optional<JsonObject> value(String key) {
        return etcd.read(Range.key(key)).get(key).map(entry -> new JsonObject(entry.value()));
    }

    private int run(String... args) {
        out = new StringWriter();
        err = new StringWriter();
        List<String> all = new ArrayList<>(List.of(args));
        all.addAll(List.of("--config", folder.resolve("cli.yaml").toString()));
        return PgbatonMain.commandLine()
                .setOut(new PrintWriter(out, true))
                .setErr(new PrintWriter(err, true))
                .execute(all.toArray(String[]::new));
    }

    private void assertShown(String text) {
        assertTrue(out.toString().contains(text), () -> text + " is not in:\n" + out + err);
    }
}
