package io.pgbaton.nodeagent;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.pgbaton.nodeagent.act.proxy.RouteExecutor;
import io.pgbaton.nodeagent.act.proxy.RuntimeApi;
import io.pgbaton.nodeagent.act.record.Recorder;
import io.pgbaton.nodeagent.act.record.RouteRecords;
import io.pgbaton.nodeagent.act.route.ProxyLoop;
import io.pgbaton.nodeagent.decide.leadership.LeaderReading;
import io.pgbaton.nodeagent.decide.leadership.MemberReading;
import io.pgbaton.nodeagent.decide.leadership.ScopeReading;
import io.pgbaton.nodeagent.decide.route.RouteSettings;
import io.pgbaton.nodeagent.kernel.BootClock;
import io.pgbaton.nodeagent.metrics.ScopeMetrics;
import io.pgbaton.nodeagent.observe.inquiry.LeaderInquiry;
import io.pgbaton.nodeagent.observe.proxy.ProxyWatch;
import io.pgbaton.proto.Scope;
import io.pgbaton.proto.bus.BusRecord;
import io.pgbaton.proto.bus.EventType;
import io.pgbaton.proto.v1.Command;
import io.pgbaton.proto.v1.Drain;
import io.pgbaton.proto.v1.Refusal;
import io.pgbaton.proto.v1.RefusalReason;
import io.pgbaton.runtime.loop.EventLoop;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** R7: without a word from the bus the proxies of a node follow a leader on another one, by what its Patroni says. */
class RoutesFollowAloneTest {
    private static final Scope SCOPE = new Scope("service", "demo");
    private static final LeaderReading N2 = new LeaderReading("n2", 5, 5, 1);

    @TempDir
    Path folder;

    private final Vertx vertx = Vertx.vertx();
    private final Context context = vertx.getOrCreateContext();
    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
    private final List<BusRecord> told = new CopyOnWriteArrayList<>();
    private final Recorder recorder = new Recorder(SCOPE, "n1", "run-1", (topic, record) -> told.add(record));
    private final ScopeMetrics metrics = new ScopeMetrics(registry, SCOPE, BootClock::nanos);
    private final ScopeRoutes routes = new ScopeRoutes();
    private PatroniOfALeader patroni;

    @BeforeEach
    void start() throws IOException {
        patroni = new PatroniOfALeader(PatroniOfALeader.REPLICA);
        routes.add(proxyWithoutHaproxy());
        routes.asking(new LeaderInquiry(place("leader-inquiry"), "n1", metrics, routes::primaryWritable));
    }

    @AfterEach
    void stop() {
        routes.stop();
        patroni.close();
        vertx.close().await();
    }

    @Test
    void r7WritesGoToTheLeaderOnceItsPatroniSaysThatItTakesThem() {
        sees(patroni.apiUrl(), false);
        await().until(() -> counted("not_yet") >= 2);
        assertNull(writesTo(), "R5: it has the key and is still in recovery");

        patroni.says(PatroniOfALeader.PRIMARY);
        await().until(() -> "n2".equals(writesTo()));
        assertEquals(1, counted("writable"));
    }

    @Test
    void r5NeitherWhatPatroniRemembersNorAStandbyLeaderIsAPrimary() {
        patroni.says(PatroniOfALeader.REMEMBERED);
        sees(patroni.apiUrl(), false);
        await().until(() -> counted("not_yet") >= 2);
        patroni.says(PatroniOfALeader.STANDBY_LEADER);
        int before = patroni.questions();
        await().until(() -> patroni.questions() >= before + 2);

        assertNull(writesTo());
        assertEquals(0, counted("writable"));
    }

    @Test
    void r5InAStandbyClusterNobodyIsAsked() {
        patroni.says(PatroniOfALeader.PRIMARY);
        sees(patroni.apiUrl(), true);
        await().until(() -> routes.status().getJsonObject(0).getLong("epoch") == 5);
        assertEquals(0, patroni.questions());

        sees(patroni.apiUrl(), false);
        await().until(() -> "n2".equals(writesTo()));
    }

    @Test
    void aPatroniThatHangsIsAskedAgainAndDoesNoHarm() {
        patroni.hangs();
        sees(patroni.apiUrl(), false);
        await().until(() -> counted("silent") >= 2);
        assertNull(writesTo());

        patroni.says(PatroniOfALeader.PRIMARY);
        await().until(() -> "n2".equals(writesTo()));
    }

    @Test
    void whatIsNoPatroniIsSilence() {
        patroni.says("<html>It works!</html>");
        sees(patroni.apiUrl(), false);
        await().until(() -> counted("silent") >= 1);
        sees("https://127.0.0.1:1/patroni", false);
        sees("not a url", false);
        await().until(() -> counted("silent") >= 3);
        assertNull(writesTo());
    }

    @Test
    void withoutAnApiUrlTheBusTellsAsBefore() {
        sees("", false);
        tell(() -> routes.primaryWritable(5, "n2"));
        await().until(() -> "n2".equals(writesTo()));
        assertEquals(0, counted("silent"));
    }

    /** It came back in the middle of a reign, in which nobody says again that the leader takes writes. */
    @Test
    void anAgentThatWasRestartedAwayFromTheLeaderDrainsItWhenItIsAsked() {
        patroni.says(PatroniOfALeader.PRIMARY);
        sees(patroni.apiUrl(), false);
        await().until(() -> "n2".equals(writesTo()));

        tell(() -> routes.command(
                "c-1",
                Command.newBuilder()
                        .setNode("n1")
                        .setEpoch(5)
                        .setDrain(Drain.newBuilder().setProxy("haproxy").setMember("n2"))
                        .build()));

        await().until(() -> writesTo() == null);
        // Without what is asked here it would be NOT_CONFIRMED. No HAProxy is there in this test, and nothing else is
        // amiss.
        await().until(() -> refusals().equals(List.of(RefusalReason.UNREACHABLE)));
    }

    private List<RefusalReason> refusals() {
        return told.stream()
                .filter(record -> record.type() == EventType.REFUSAL_RECORDED)
                .map(record -> record.data(Refusal.class).getReason())
                .toList();
    }

    private String writesTo() {
        return routes.status().getJsonObject(0).getString("writesTo");
    }

    private long counted(String result) {
        Counter counter =
                registry.find("pgbaton.leader.questions").tag("result", result).counter();
        return counter == null ? 0 : (long) counter.count();
    }

    private void sees(String apiUrl, boolean standbyCluster) {
        tell(() -> routes.scopeRead(ScopeReading.NOTHING, reading(apiUrl, standbyCluster), true));
    }

    private void tell(Runnable news) {
        context.runOnContext(nothing -> news.run());
    }

    private EventLoop.Place place(String name) {
        return new EventLoop.Place(name, vertx, context, registry);
    }

    private ProxyLoop proxyWithoutHaproxy() {
        RuntimeApi api = new RuntimeApi(folder.resolve("absent.sock"), 100);
        return new ProxyLoop(
                place("haproxy"),
                new RouteSettings("haproxy", "primary", Optional.empty(), 0, TimeUnit.MILLISECONDS.toNanos(200), true),
                new ProxyLoop.Connection(
                        vertx.createSharedWorkerExecutor("haproxy", 1),
                        new RouteExecutor(api, Optional.empty()),
                        new ProxyWatch(api, List.of("primary"), BootClock::nanos)),
                new RouteRecords(recorder, metrics, "n1", "run-1", "haproxy"),
                () -> {});
    }

    private static ScopeReading reading(String apiUrl, boolean standbyCluster) {
        MemberReading n2 = new MemberReading(
                "n2", "master", "running", 2, 83886432, apiUrl, "127.0.0.1", 5432, "3.0.2", Map.of(), 4);
        return new ScopeReading(
                5,
                Optional.of(N2),
                Map.of("n2", n2),
                Optional.empty(),
                false,
                false,
                standbyCluster,
                Set.of(),
                1,
                "7300000000000000001",
                0,
                Duration.ZERO);
    }
}
