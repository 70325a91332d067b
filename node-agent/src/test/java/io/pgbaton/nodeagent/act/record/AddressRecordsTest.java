package io.pgbaton.nodeagent.act.record;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.pgbaton.nodeagent.decide.address.AddressAction;
import io.pgbaton.nodeagent.decide.address.AddressAction.Fact;
import io.pgbaton.nodeagent.decide.address.AddressRules;
import io.pgbaton.nodeagent.metrics.ScopeMetrics;
import io.pgbaton.proto.Scope;
import io.pgbaton.proto.bus.BusRecord;
import io.pgbaton.proto.bus.EventType;
import io.pgbaton.proto.v1.AddressAcquired;
import io.pgbaton.proto.v1.AddressConflicted;
import io.pgbaton.proto.v1.AddressExpired;
import io.pgbaton.proto.v1.AddressReleased;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What the bus is told of an address, field by field. */
class AddressRecordsTest {
    private static final Scope SCOPE = new Scope("service", "demo");
    private static final AddressRules RULES =
            new AddressRules(SCOPE.key(), "write", "n1", "m1", "machine", "run-1", 10, 1, false);

    private static final Tags TAGS = Tags.of("namespace", "service", "scope", "demo");

    private final List<BusRecord> told = new ArrayList<>();
    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
    private final AddressRecords records = new AddressRecords(
            new Recorder(SCOPE, "n1", "run-1", (topic, record) -> told.add(record)),
            new ScopeMetrics(registry, SCOPE, () -> 0),
            RULES,
            "10.0.0.100",
            "eth0");

    @Test
    void anAcquisitionSaysHowItCameAbout() {
        AddressAcquired expected = AddressAcquired.newBuilder()
                .setName("write")
                .setAddress("10.0.0.100")
                .setInterface("eth0")
                .setNode("n1")
                .setMember("m1")
                .setEpoch(7)
                .setAfterRelease(true)
                .setAdopted(true)
                .build();
        assertEquals(
                expected,
                tell(Fact.ACQUIRED, EventType.ADDRESS_ACQUIRED, true, true).data(AddressAcquired.class));
    }

    @Test
    void aReleaseAndAnExpirySayWhy() {
        AddressReleased released = AddressReleased.newBuilder()
                .setName("write")
                .setAddress("10.0.0.100")
                .setNode("n1")
                .setMember("m1")
                .setEpoch(7)
                .setReason("because")
                .build();
        AddressExpired expired = AddressExpired.newBuilder()
                .setName("write")
                .setAddress("10.0.0.100")
                .setNode("n1")
                .setMember("m1")
                .setEpoch(7)
                .setReason("because")
                .build();
        assertEquals(
                released,
                tell(Fact.RELEASED, EventType.ADDRESS_RELEASED, false, false).data(AddressReleased.class));
        assertEquals(
                expired,
                tell(Fact.EXPIRED, EventType.ADDRESS_EXPIRED, false, false).data(AddressExpired.class));
    }

    @Test
    void aConflictSaysWhatWasSeen() {
        AddressConflicted expected = AddressConflicted.newBuilder()
                .setName("write")
                .setAddress("10.0.0.100")
                .setNode("n1")
                .setEpoch(7)
                .setDetail("because")
                .build();
        assertEquals(
                expected,
                tell(Fact.CONFLICTED, EventType.ADDRESS_CONFLICTED, false, false)
                        .data(AddressConflicted.class));
    }

    @Test
    void aClaimOfAnotherMachineIsAlwaysCountedAndToldOfWithBothMacsWhenItIsNews() {
        records.record(new AddressAction.Contested("02:00:00:00:00:02", "02:00:00:00:00:01", 7, true, true));
        records.record(new AddressAction.Contested("02:00:00:00:00:02", "02:00:00:00:00:01", 7, true, false));

        AddressConflicted expected = AddressConflicted.newBuilder()
                .setName("write")
                .setAddress("10.0.0.100")
                .setNode("n1")
                .setEpoch(7)
                .setDetail("this node holds it, confirmed, and announces it again")
                .setForeignMac("02:00:00:00:00:02")
                .setOwnMac("02:00:00:00:00:01")
                .build();
        assertEquals(1, told.size());
        assertEquals(expected, told.get(0).data(AddressConflicted.class));
        assertEquals(
                2,
                registry.counter("pgbaton.address.claims", TAGS.and("director", "write"))
                        .count());
        assertEquals(
                1,
                registry.counter("pgbaton.alarms", TAGS.and("alarm", "address_conflicted"))
                        .count());
    }

    private BusRecord tell(Fact fact, EventType type, boolean afterRelease, boolean adopted) {
        records.record(new AddressAction.Tell(fact, 7, "because", afterRelease, false, adopted));
        BusRecord last = told.get(told.size() - 1);
        assertEquals(type, last.type());
        assertEquals("write", last.subject());
        return last;
    }
}
