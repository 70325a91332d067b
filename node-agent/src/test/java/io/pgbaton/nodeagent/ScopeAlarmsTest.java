package io.pgbaton.nodeagent;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.pgbaton.nodeagent.act.record.Recorder;
import io.pgbaton.nodeagent.act.record.SourceRecords;
import io.pgbaton.nodeagent.decide.address.AddressInput.Postgres;
import io.pgbaton.nodeagent.decide.leadership.LeaderReading;
import io.pgbaton.nodeagent.decide.leadership.ScopeReading;
import io.pgbaton.nodeagent.decide.primary.PostgresAnswer;
import io.pgbaton.nodeagent.kernel.BootClock;
import io.pgbaton.nodeagent.metrics.ScopeMetrics;
import io.pgbaton.proto.Scope;
import io.pgbaton.proto.bus.BusRecord;
import io.pgbaton.proto.bus.EventType;
import io.pgbaton.proto.v1.OrphanStage;
import io.pgbaton.proto.v1.PrimaryOrphaned;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What an agent hears of its scope becomes the alarms that it raises. */
class ScopeAlarmsTest {
    private static final Scope SCOPE = new Scope("service", "demo");
    private static final LeaderReading FIRST = new LeaderReading("n1", 5, 5, 1);

    private final List<BusRecord> told = new ArrayList<>();
    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
    private final Recorder recorder = new Recorder(SCOPE, "n1", "run-1", (topic, record) -> told.add(record));
    private final ScopeAgent agent = new ScopeAgent(
            "n1",
            recorder,
            new SourceRecords(recorder),
            new ScopeMetrics(registry, SCOPE, BootClock::nanos),
            new ScopeRoutes(),
            new ScopeHands(SCOPE, "n1", InstantSource.system()),
            (record, count) -> {});

    @Test
    void aPrimaryThatGoesOnWithoutItsPatroniIsToldWhenAnotherLeads() {
        read(ScopeReading.NOTHING, reading(FIRST));
        agent.patroniSilent(true, "Connection refused");
        await().atMost(Duration.ofSeconds(30)).until(() -> heardAgain(OrphanStage.ORPHAN_IMPENDING));
        assertEquals(0, orphaned());

        read(reading(FIRST), reading(new LeaderReading("n2", 9, 9, 2)));
        assertEquals(
                List.of(OrphanStage.ORPHAN_IMPENDING, OrphanStage.ORPHANED),
                orphans().stream().map(PrimaryOrphaned::getStage).toList());
        assertEquals(1, orphaned());
        assertEquals(1, alarms("primary_orphaned"));

        agent.postgresAnswered(new PostgresAnswer(BootClock.nanos(), Postgres.IN_RECOVERY, 0, "", ""));
        assertEquals(OrphanStage.ORPHAN_ENDED, orphans().get(2).getStage());
        assertEquals(0, orphaned());
    }

    @Test
    void aLivingKeyThatAnotherPutsOverIsAnAlarm() {
        read(ScopeReading.NOTHING, reading(FIRST));
        read(reading(FIRST), reading(new LeaderReading("n2", 9, FIRST.createRevision(), 2)));

        assertEquals(1, alarms("leader_overwritten"));
        assertEquals(
                1,
                told.stream()
                        .filter(record -> record.type() == EventType.LEADER_OVERWRITTEN)
                        .count());
    }

    private boolean heardAgain(OrphanStage wanted) {
        agent.patroniSilent(true, "Connection refused");
        agent.postgresAnswered(new PostgresAnswer(BootClock.nanos(), Postgres.WRITABLE, 3, "0/3000000", ""));
        return orphans().stream().anyMatch(orphan -> orphan.getStage() == wanted);
    }

    private void read(ScopeReading before, ScopeReading after) {
        agent.scopeRead(77, before, after, false);
    }

    private List<PrimaryOrphaned> orphans() {
        return told.stream()
                .filter(record -> record.type() == EventType.PRIMARY_ORPHANED)
                .map(record -> record.data(PrimaryOrphaned.class))
                .toList();
    }

    private double orphaned() {
        return registry.get("pgbaton.primary.orphaned").gauge().value();
    }

    private double alarms(String name) {
        return registry.get("pgbaton.alarms").tag("alarm", name).counter().count();
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
}
