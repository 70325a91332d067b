package io.pgbaton.lab.chaos.check;

import static io.pgbaton.lab.chaos.check.ChaosRows.at;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.protobuf.Message;
import io.pgbaton.proto.Scope;
import io.pgbaton.proto.bus.BusRecord;
import io.pgbaton.proto.bus.EventType;
import io.pgbaton.proto.v1.HandoverCompleted;
import io.pgbaton.proto.v1.HandoverFailed;
import io.pgbaton.proto.v1.HandoverResult;
import io.pgbaton.proto.v1.HandoverStarted;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class HandoversOnceTest {
    private static final Scope SCOPE = new Scope("service", "demo");

    /** n1 led in epoch 12, n2 in 40, n3 leads in 70. */
    private static final LeaderHistory HISTORY = LeaderHistory.parse(put(12, "bjE=")
            + "{\"Events\":[{\"type\":1,\"kv\":{\"mod_revision\":39}}]}\n" + put(40, "bjI=") + put(70, "bjM="));

    private static final List<BusRecord> RIGHT = List.of(
            started("s12", "h12", 12),
            closed("c12", "h12", 12, "n2", HandoverResult.COMPLETED),
            started("s40", "h40", 40),
            failed("c40", "h40", 40));

    @Test
    void oneBegunAndOneClosedForEveryEndIsRight() {
        assertEquals(List.of(), check(RIGHT).violations());
        assertEquals(2, check(RIGHT).closed().size());
    }

    @Test
    void aHandoverThatIsToldTwiceIsAViolationThoughItHasTheSameIdOfAHandover() {
        assertEquals(1, check(with(started("again", "h12", 12))).violations().size());
        assertEquals(
                1,
                check(with(closed("again", "h12", 12, "n2", HandoverResult.COMPLETED)))
                        .violations()
                        .size());
    }

    @Test
    void anExactRepeatOfARecordIsCountedAndLetPass() {
        HandoversOnce repeated = check(with(RIGHT.get(1)));
        assertEquals(List.of(), repeated.violations());
        assertEquals(1, repeated.repeats());
    }

    @Test
    void anEndThatNobodyToldIsAViolation() {
        assertEquals(1, check(RIGHT.subList(0, 2)).violations().size());
        assertEquals(1, check(RIGHT.subList(0, 3)).violations().size());
    }

    @Test
    void aHandoverOfAReignThatGoesOnIsAViolation() {
        assertEquals(
                1,
                check(with(closed("c70", "h70", 70, "n1", HandoverResult.COMPLETED)))
                        .violations()
                        .size());
    }

    @Test
    void aWithdrawnOneEndsNothingAndMayComeBeforeTheRealOne() {
        List<BusRecord> events = new ArrayList<>(
                List.of(started("w12", "h12", 12), closed("x12", "h12", 12, "", HandoverResult.WITHDRAWN)));
        events.addAll(RIGHT);
        assertEquals(List.of(), check(events).violations());
        assertEquals(2, check(events).closed().size());
    }

    @Test
    void aHandoverToSomebodyWhoNeverLedIsAViolation() {
        List<BusRecord> events = new ArrayList<>(RIGHT);
        events.set(1, closed("c12", "h12", 12, "n3", HandoverResult.COMPLETED));
        List<Violation> found = check(events).violations();
        assertEquals(1, found.size());
        assertTrue(found.get(0).evidence().contains("n2"), found::toString);
    }

    @Test
    void whatWasBeforeTheHistoryBeginsIsNotAskedAfter() {
        assertEquals(List.of(), check(with(started("old", "h5", 5))).violations());
    }

    private static HandoversOnce check(List<BusRecord> events) {
        return new HandoversOnce(HISTORY, events);
    }

    private static List<BusRecord> with(BusRecord more) {
        List<BusRecord> events = new ArrayList<>(RIGHT);
        events.add(more);
        return events;
    }

    private static String put(long revision, String name) {
        return "{\"Events\":[{\"kv\":{\"mod_revision\":%d,\"value\":\"%s\"}}]}%n".formatted(revision, name);
    }

    private static BusRecord started(String id, String handover, long epoch) {
        return event(
                id,
                handover,
                EventType.HANDOVER_STARTED,
                HandoverStarted.newBuilder()
                        .setId(handover)
                        .setEndedEpoch(epoch)
                        .build());
    }

    private static BusRecord closed(String id, String handover, long epoch, String next, HandoverResult result) {
        return event(
                id,
                handover,
                EventType.HANDOVER_COMPLETED,
                HandoverCompleted.newBuilder()
                        .setId(handover)
                        .setEndedEpoch(epoch)
                        .setNewMember(next)
                        .setResult(result)
                        .build());
    }

    private static BusRecord failed(String id, String handover, long epoch) {
        return event(
                id,
                handover,
                EventType.HANDOVER_FAILED,
                HandoverFailed.newBuilder().setId(handover).setEndedEpoch(epoch).build());
    }

    private static BusRecord event(String id, String handover, EventType type, Message data) {
        return new BusRecord(id, BusRecord.publicSource(SCOPE), type, SCOPE, "", at(0), handover, "", data);
    }
}
