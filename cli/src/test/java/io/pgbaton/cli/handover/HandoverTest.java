package io.pgbaton.cli.handover;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.protobuf.Message;
import io.pgbaton.proto.Scope;
import io.pgbaton.proto.bus.BusRecord;
import io.pgbaton.proto.bus.EventType;
import io.pgbaton.proto.v1.HandoverCompleted;
import io.pgbaton.proto.v1.HandoverFailed;
import io.pgbaton.proto.v1.HandoverKind;
import io.pgbaton.proto.v1.HandoverResult;
import io.pgbaton.proto.v1.HandoverStarted;
import io.pgbaton.proto.v1.LeaderLost;
import io.pgbaton.proto.v1.LossCause;
import io.pgbaton.proto.v1.Phase;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import org.junit.jupiter.api.Test;

class HandoverTest {
    private static final Scope SCOPE = new Scope("service", "demo");
    private static final long START_US = 1_795_201_392_345_000L;
    private static final Instant START = Instant.EPOCH.plus(Duration.ofMillis(START_US / 1000));

    private final HandoverBook book = new HandoverBook();

    @Test
    void isOpenUntilItsEndIsSeenAndThenHasItsLength() {
        book.add(started("aa11"));
        assertTrue(book.all().get(0).result().isEmpty());

        book.add(completed("aa11"));
        Handover handover = book.all().get(0);
        assertEquals(HandoverResult.COMPLETED, handover.result().orElseThrow());
        assertEquals(Duration.ofMillis(300), handover.length().orElseThrow());
        assertEquals(1, book.all().size());
    }

    @Test
    void isFoundByTheBeginningOfItsIdWithItsRecordsOnceEach() {
        book.add(lost("aa11"));
        book.add(lost("aa11"));
        book.add(completed("aa11"));
        book.add(completed("ab22"));

        assertEquals(2, book.startingWith("a").size());
        assertEquals(2, book.startingWith("aa").get(0).records().size());
    }

    @Test
    void drawsEachPhaseWhereAndAsLongAsItWas() {
        assertEquals(
                List.of(
                        "lost             |####                |     60.0 ms at      0.0 ms",
                        "promotion n1     |    ############    |    180.0 ms at     60.0 ms",
                        "address n1       |                ##  |     30.0 ms at    240.0 ms",
                        "route n2/haproxy |                  ##|     30.0 ms at    270.0 ms"),
                Waterfall.draw(phases(), 66));
    }

    @Test
    void explainsAFailoverInPlainWords() {
        book.add(started("aa11"));
        book.add(lost("aa11"));
        book.add(completed("aa11"));

        assertEquals(
                "At 2026-11-20 19:03:12.345 service/demo lost its leader n3 (its lease ran out). n1 became leader and"
                        + " took writes 0.180 s later. The address followed within 0.030 s, the proxies within 0.030 s."
                        + " All directors confirmed, and it was complete after 0.300 s. Its longest part, 60 %, was"
                        + " promotion: PostgreSQL's own promotion.",
                explain("aa11"));
    }

    @Test
    void explainsAFailureWithItsNextStep() {
        HandoverFailed failed = HandoverFailed.newBuilder()
                .setId("bb33")
                .setKind(HandoverKind.FAILOVER)
                .setOldMember("n3")
                .setReason("no write path worked")
                .setNextStep("look at the agent of n1")
                .setStartedUs(START_US)
                .setFailedUs(START_US + 30_000_000)
                .build();
        book.add(record("bb33", EventType.HANDOVER_FAILED, failed));

        assertEquals(
                "At 2026-11-20 19:03:12.345 service/demo lost its leader n3. No new leader was seen. It failed after"
                        + " 30.000 s: no write path worked. Next: look at the agent of n1.",
                explain("bb33"));
    }

    private String explain(String id) {
        return Explanation.of(book.startingWith(id).get(0), ZoneOffset.UTC);
    }

    private static BusRecord started(String id) {
        return record(
                id,
                EventType.HANDOVER_STARTED,
                HandoverStarted.newBuilder()
                        .setId(id)
                        .setKind(HandoverKind.FAILOVER)
                        .setOldMember("n3")
                        .build());
    }

    private static BusRecord lost(String id) {
        return record(
                id,
                EventType.LEADER_LOST,
                LeaderLost.newBuilder()
                        .setMember("n3")
                        .setCause(LossCause.LOSS_CAUSE_LEASE_EXPIRED)
                        .build());
    }

    private static BusRecord completed(String id) {
        return record(
                id,
                EventType.HANDOVER_COMPLETED,
                HandoverCompleted.newBuilder()
                        .setId(id)
                        .setKind(HandoverKind.FAILOVER)
                        .setResult(HandoverResult.COMPLETED)
                        .setOldMember("n3")
                        .setNewMember("n1")
                        .addAllPhases(phases())
                        .setStartedUs(START_US)
                        .setCompletedUs(START_US + 300_000)
                        .build());
    }

    private static List<Phase> phases() {
        return List.of(
                phase("route", "n2/haproxy", 270, 30),
                phase("lost", "", 0, 60),
                phase("promotion", "n1", 60, 180),
                phase("address", "n1", 240, 30));
    }

    private static Phase phase(String name, String where, long startMs, long lengthMs) {
        return Phase.newBuilder()
                .setName(name)
                .setWhere(where)
                .setStartUs(START_US + startMs * 1000)
                .setDurationUs(lengthMs * 1000)
                .build();
    }

    private static BusRecord record(String handover, EventType type, Message data) {
        String source = BusRecord.publicSource(SCOPE);
        return new BusRecord(type.noun(), source, type, SCOPE, "", START, handover, "", data);
    }
}
