package io.pgbaton.nodeagent.act.record;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.google.protobuf.Message;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.pgbaton.nodeagent.decide.leadership.Observed;
import io.pgbaton.nodeagent.metrics.ScopeMetrics;
import io.pgbaton.proto.Scope;
import io.pgbaton.proto.bus.BusRecord;
import io.pgbaton.proto.bus.EventType;
import io.pgbaton.proto.v1.LeaderOverwritten;
import io.pgbaton.proto.v1.MemberChanged;
import io.pgbaton.proto.v1.OrphanStage;
import io.pgbaton.proto.v1.PrimaryOrphaned;
import io.pgbaton.proto.v1.TimelineForked;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** Which facts are alarms, and that each is counted under the name that docs/operations.md explains. */
class AlarmRecordsTest {
    private static final Scope SCOPE = new Scope("service", "demo");

    private final List<BusRecord> told = new ArrayList<>();
    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
    private final AlarmRecords records = new AlarmRecords(
            new Recorder(SCOPE, "n1", "run-1", (topic, record) -> told.add(record)),
            new ScopeMetrics(registry, SCOPE, () -> 0));

    @Test
    void anOrphanIsAnAlarmAndItsWarningAndItsEndAreNone() {
        for (OrphanStage stage :
                List.of(OrphanStage.ORPHAN_IMPENDING, OrphanStage.ORPHANED, OrphanStage.ORPHAN_ENDED)) {
            records.tell(fact(
                    EventType.PRIMARY_ORPHANED,
                    stage.name(),
                    PrimaryOrphaned.newBuilder().setStage(stage).build()));
        }
        assertEquals(Map.of("primary_orphaned", 1), alarms());
        assertEquals(3, told.stream().map(BusRecord::id).distinct().count());
    }

    @Test
    void aForkIsAnAlarmAndOnTheBus() {
        records.tell(fact(EventType.TIMELINE_FORKED, "1", TimelineForked.getDefaultInstance()));
        assertEquals(Map.of("timeline_forked", 1), alarms());
        assertEquals(1, told.size());
    }

    @Test
    void anOverwritingThatIsOnTheBusAlreadyIsCountedAndNotToldTwice() {
        records.say(fact(EventType.LEADER_OVERWRITTEN, "1", LeaderOverwritten.getDefaultInstance()));
        assertEquals(Map.of("leader_overwritten", 1), alarms());
        assertEquals(List.of(), told);
    }

    @Test
    void aMemberThatChangedIsAnAlarmOnlyWhenItIsStuck() {
        records.say(fact(EventType.MEMBER_CHANGED, "1", MemberChanged.getDefaultInstance()));
        records.tell(fact(
                EventType.MEMBER_CHANGED,
                "2",
                MemberChanged.newBuilder()
                        .setReason("no longer stuck: it moves")
                        .build()));
        assertEquals(Map.of(), alarms());
        records.tell(fact(
                EventType.MEMBER_CHANGED,
                "3",
                MemberChanged.newBuilder().setReason("stuck: for 60 s").build()));
        assertEquals(Map.of("replica_stuck", 1), alarms());
    }

    private static Observed fact(EventType type, String anchor, Message data) {
        return new Observed(type, "n1", anchor, data);
    }

    private Map<String, Integer> alarms() {
        return registry.find("pgbaton.alarms").counters().stream()
                .collect(Collectors.toMap(counter -> counter.getId().getTag("alarm"), AlarmRecordsTest::count));
    }

    private static int count(Counter counter) {
        return (int) counter.count();
    }
}
