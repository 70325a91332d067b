package io.pgbaton.nodeagent;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.pgbaton.nodeagent.act.proxy.RouteExecutor;
import io.pgbaton.nodeagent.act.proxy.RuntimeApi;
import io.pgbaton.nodeagent.act.record.Recorder;
import io.pgbaton.nodeagent.act.record.RouteRecords;
import io.pgbaton.nodeagent.act.record.SourceRecords;
import io.pgbaton.nodeagent.act.route.ProxyLoop;
import io.pgbaton.nodeagent.decide.address.AddressInput.Postgres;
import io.pgbaton.nodeagent.decide.address.LeaderKey;
import io.pgbaton.nodeagent.decide.leadership.LeaderReading;
import io.pgbaton.nodeagent.decide.leadership.ScopeReading;
import io.pgbaton.nodeagent.decide.primary.PostgresAnswer;
import io.pgbaton.nodeagent.decide.route.RouteSettings;
import io.pgbaton.nodeagent.kernel.BootClock;
import io.pgbaton.nodeagent.metrics.ScopeMetrics;
import io.pgbaton.nodeagent.observe.proxy.ProxyWatch;
import io.pgbaton.proto.Scope;
import io.pgbaton.proto.bus.BusRecord;
import io.pgbaton.proto.bus.EventType;
import io.pgbaton.proto.key.PgbatonKeys;
import io.pgbaton.proto.v1.PrimaryWritable;
import io.pgbaton.runtime.etcd.Entry;
import io.pgbaton.runtime.loop.EventLoop;
import io.vertx.core.Vertx;
import io.vertx.core.WorkerExecutor;
import io.vertx.core.json.JsonObject;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What one agent says of its scope, and to whom, when the watch on etcd had a gap. */
class ScopeAgentTest {
    private static final Scope SCOPE = new Scope("service", "demo");
    private static final PgbatonKeys KEYS = new PgbatonKeys(SCOPE);
    private static final long CLUSTER = 77;
    private static final long LIFETIME = TimeUnit.SECONDS.toNanos(10);
    private static final LeaderReading FIRST = new LeaderReading("n1", 5, 5, 1);
    private static final LeaderReading PUT_AGAIN = new LeaderReading("n1", 9, 5, 2);

    private final List<BusRecord> told = new ArrayList<>();
    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
    private final Recorder recorder = new Recorder(SCOPE, "n1", "run-1", (topic, record) -> told.add(record));
    private final ScopeMetrics metrics = new ScopeMetrics(registry, SCOPE, BootClock::nanos);
    private final ScopeRoutes routes = new ScopeRoutes();
    private Instant wall = Instant.parse("2026-11-20T12:00:00Z");
    private final ScopeAgent agent = new ScopeAgent(
            "n1",
            recorder,
            new SourceRecords(recorder),
            metrics,
            routes,
            new ScopeHands(SCOPE, "n1", () -> wall),
            (record, count) -> {});

    @Test
    void r5ALeaderThatPutItsLivingKeyAgainServesOnAndIsNotTakenForANewPrimary() {
        leads(FIRST);
        read(FIRST, PUT_AGAIN, false);

        assertTrue(servesWrites(), "the reign goes on under another number");
        answers(Postgres.WRITABLE);
        assertEquals(List.of(5L), writableEpochs());
    }

    @Test
    void r5BehindAGapTheSameLeadersNewEpochIsProvenAnew() {
        leads(FIRST);
        read(FIRST, PUT_AGAIN, true);

        assertFalse(servesWrites(), "another may have led in between: an older answer says nothing of this epoch");
        answers(Postgres.WRITABLE);
        agent.confirmed(BootClock.nanos(), Optional.of(new LeaderKey("n1", 9)));
        assertTrue(servesWrites());
        assertEquals(List.of(5L, 9L), writableEpochs());
    }

    @Test
    void aGapThatChangedNothingTellsNothing() {
        leads(FIRST);
        int before = told.size();
        read(FIRST, FIRST, true);

        assertTrue(servesWrites());
        assertEquals(before, told.size());
    }

    @Test
    void r2AnotherLeaderBehindAGapEndsTheServing() {
        leads(FIRST);
        read(FIRST, new LeaderReading("n2", 12, 12, 3), true);

        assertFalse(servesWrites());
        assertEquals(List.of("n1"), subjects(EventType.LEADER_LOST));
        assertEquals(List.of("n1", "n2"), subjects(EventType.LEADER_ACQUIRED));
    }

    @Test
    void r11ANodeInMaintenanceServesNothingUntilItsTimeIsOverByTheClockOfThisHost() {
        leads(FIRST);
        own(KEYS.maintenance("n1"), "{\"reason\":\"kernel\",\"until\":\"2026-11-20T12:00:05Z\"}");
        assertFalse(agent.servesWrites(Duration.ofSeconds(10)));
        assertEquals(1.0, gauge("pgbaton.maintenance"));

        wall = Instant.parse("2026-11-20T12:00:05Z");
        agent.tick();
        assertTrue(agent.servesWrites(Duration.ofSeconds(10)));
        assertEquals(0.0, gauge("pgbaton.maintenance"));
    }

    @Test
    void r11TheMaintenanceOfAnotherNodeIsNotOurs() {
        leads(FIRST);
        own(KEYS.maintenance("n2"), "{\"reason\":\"kernel\",\"member\":\"n2\"}");
        assertTrue(agent.servesWrites(Duration.ofSeconds(10)));
        assertEquals(Set.of("n2"), agent.hands().now().maintained());
    }

    @Test
    void r11ThePauseOfAllScopesIsShownAndAnUnreadableOneToo() {
        own(PgbatonKeys.PAUSE_ALL, "{\"reason\":\"storm\",\"actor\":\"ann@db1\",\"address\":true}");
        JsonObject status = agent.hands().status();
        assertEquals(
                "[\"all scopes are paused, the address frozen, by ann@db1: storm\"]",
                status.getJsonArray("pauses").encode());
        assertTrue(status.getBoolean("addressFrozen"));
        own(PgbatonKeys.PAUSE_ALL, "oops");
        assertTrue(agent.hands().status().getBoolean("paused"));
        assertEquals(1, agent.hands().status().getJsonArray("unreadable").size());
        agent.ownKeysRead(9, Map.of());
        assertFalse(agent.hands().status().getBoolean("paused"));
    }

    @Test
    void r3AProxyLearnsTheLeaderAgainFromARestoredEtcdThatNamesTheSame(@TempDir Path folder) {
        Vertx vertx = Vertx.vertx();
        try {
            routes.add(proxyWithoutHaproxy(vertx, folder.resolve("absent.sock")));
            read(null, FIRST, true);
            await().until(() -> routes.status().getJsonObject(0).getLong("epoch") == 5);
            agent.etcdRewound(100, 6);
            await().until(() -> routes.status().getJsonObject(0).getLong("epoch") == 0);

            read(FIRST, FIRST, true);

            await().until(() -> routes.status().getJsonObject(0).getLong("epoch") == 5);
        } finally {
            vertx.close().await();
        }
    }

    private ProxyLoop proxyWithoutHaproxy(Vertx vertx, Path socket) {
        RuntimeApi api = new RuntimeApi(socket, 100);
        WorkerExecutor worker = vertx.createSharedWorkerExecutor("haproxy", 1);
        return new ProxyLoop(
                new EventLoop.Place("haproxy", vertx, vertx.getOrCreateContext(), registry),
                new RouteSettings("haproxy", "primary", Optional.empty(), 0, LIFETIME, true),
                new ProxyLoop.Connection(
                        worker,
                        new RouteExecutor(api, Optional.empty()),
                        new ProxyWatch(api, List.of("primary"), BootClock::nanos)),
                new RouteRecords(recorder, metrics, "n1", "run-1", "haproxy"),
                () -> {});
    }

    /** The member leads, PostgreSQL takes writes, and a read confirmed it. */
    private void leads(LeaderReading leader) {
        read(null, leader, true);
        answers(Postgres.WRITABLE);
        agent.confirmed(BootClock.nanos(), Optional.of(new LeaderKey(leader.member(), leader.epoch())));
        assertTrue(servesWrites());
    }

    private void read(LeaderReading before, LeaderReading after, boolean afterGap) {
        agent.scopeRead(CLUSTER, before == null ? ScopeReading.NOTHING : reading(before), reading(after), afterGap);
    }

    private void answers(Postgres state) {
        agent.postgresAnswered(new PostgresAnswer(BootClock.nanos(), state, 1, "0/3000000", ""));
    }

    private boolean servesWrites() {
        return agent.primary().servesWrites(BootClock.nanos(), LIFETIME);
    }

    private List<Long> writableEpochs() {
        return told(EventType.PRIMARY_WRITABLE).stream()
                .map(record -> record.data(PrimaryWritable.class).getEpoch())
                .toList();
    }

    private List<String> subjects(EventType type) {
        return told(type).stream().map(BusRecord::subject).toList();
    }

    private List<BusRecord> told(EventType type) {
        return told.stream().filter(record -> record.type() == type).toList();
    }

    private static ScopeReading reading(LeaderReading leader) {
        return new ScopeReading(
                leader.epoch(),
                Optional.of(leader),
                Map.of(),
                Optional.empty(),
                false,
                false,
                false,
                Set.of(),
                1,
                "7300000000000000001",
                0,
                Duration.ZERO);
    }

    private void own(String key, String value) {
        agent.ownKeysRead(8, Map.of(key, new Entry(key, value, 8, 8, 1, 0)));
    }

    private double gauge(String name) {
        return registry.get(name).gauge().value();
    }
}
