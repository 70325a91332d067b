package io.pgbaton.lab.chaos.check;

import static io.pgbaton.lab.chaos.check.ChaosRows.at;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.google.protobuf.Message;
import io.pgbaton.proto.Scope;
import io.pgbaton.proto.bus.BusRecord;
import io.pgbaton.proto.bus.EventType;
import io.pgbaton.proto.v1.Intent;
import io.pgbaton.proto.v1.Outcome;
import io.pgbaton.proto.v1.Refusal;
import io.pgbaton.proto.v1.Result;
import java.util.List;
import org.junit.jupiter.api.Test;

class OutcomesFollowTest {
    private static final Scope SCOPE = new Scope("service", "demo");

    @Test
    void anIntentWithoutAnOutcomeIsAViolation() {
        List<Violation> found = OutcomesFollow.violations(List.of(intent("a"), intent("b"), outcome("b")));
        assertEquals(1, found.size());
        assertEquals(OutcomesFollow.RULE, found.get(0).rule());
    }

    @Test
    void unknownIsAnOutcomeToo() {
        assertEquals(List.of(), OutcomesFollow.violations(List.of(intent("a"), outcome("a"))));
    }

    @Test
    void anOutcomeBeforeItsIntentDoesNotCount() {
        assertEquals(
                1, OutcomesFollow.violations(List.of(outcome("a"), intent("a"))).size());
    }

    @Test
    void aCommandIsOverWhenWhoeverGotItSaysWhatBecameOfIt() {
        BusRecord answer = record(
                EventType.OUTCOME_RECORDED,
                Outcome.newBuilder().setActionId("its own").setCommandId("a").build());
        BusRecord refusal = record(
                EventType.REFUSAL_RECORDED,
                Refusal.newBuilder().setCommandId("b").build());
        assertEquals(
                1,
                OutcomesFollow.violations(List.of(intent("a"), intent("b"), answer))
                        .size());
        assertEquals(List.of(), OutcomesFollow.violations(List.of(answer, intent("a"), intent("b"), refusal)));
    }

    @Test
    void whatWasOnlySaidInObserveModeHasNoOutcome() {
        BusRecord withheld = record(
                EventType.INTENT_RECORDED,
                Intent.newBuilder().setActionId("a").setWithheld(true).build());
        assertEquals(List.of(), OutcomesFollow.violations(List.of(withheld)));
    }

    private static BusRecord intent(String action) {
        return record(
                EventType.INTENT_RECORDED,
                Intent.newBuilder().setActionId(action).build());
    }

    private static BusRecord outcome(String action) {
        return record(
                EventType.OUTCOME_RECORDED,
                Outcome.newBuilder()
                        .setActionId(action)
                        .setResult(Result.RESULT_UNKNOWN)
                        .build());
    }

    private static BusRecord record(EventType type, Message data) {
        return new BusRecord("id", BusRecord.source(SCOPE, "n1", "node-agent"), type, SCOPE, "", at(0), "", "", data);
    }
}
