package io.pgbaton.runtime.handsoff;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.pgbaton.proto.Scope;
import io.pgbaton.proto.handsoff.HandsOff;
import io.pgbaton.proto.handsoff.HandsOffText;
import io.pgbaton.proto.key.PgbatonKeys;
import io.pgbaton.runtime.etcd.Entry;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** R11: a key that is there counts. */
class HandsOffReaderTest {
    private static final Scope SCOPE = new Scope("service", "demo");
    private static final PgbatonKeys KEYS = new PgbatonKeys(SCOPE);
    private static final Instant NOON = Instant.parse("2026-11-20T12:00:00Z");

    private final Map<String, Entry> entries = new HashMap<>();

    @Test
    void withoutKeysNothingIsPaused() {
        HandsOff read = read();
        assertEquals(HandsOff.NONE, read);
        assertFalse(read.paused());
    }

    @Test
    void thePauseOfAllScopesCountsForEach() {
        put(
                PgbatonKeys.PAUSE_ALL,
                "{\"reason\":\"storm\",\"actor\":\"ann@db1\",\"since\":\"2026-11-20T12:00:00Z\"}",
                7);
        assertTrue(read().paused());
        assertTrue(read().freeze().isEmpty());
        assertEquals(
                "all scopes are paused by ann@db1: storm",
                HandsOffText.of(read().pauses().get(0)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "true", "paused", "{\"reason\":", "{\"since\":\"yesterday\"}", "[]"})
    void anUnreadablePauseIsAPauseAndSaysHowToMendIt(String value) {
        put(KEYS.pause(), value, 8);
        HandsOff read = read();
        assertTrue(read.paused(), value);
        assertTrue(read.freeze().isEmpty(), "the address follows the leader");
        assertEquals(1, read.faults().size());
        assertTrue(read.faults().get(0).contains("`pgbaton resume service/demo`"), read.faults()::toString);
    }

    @Test
    void aMaintenanceEndsAtItsTimeByTheClockOfWhoeverAsks() {
        put(KEYS.maintenance("n2"), "{\"reason\":\"kernel\",\"member\":\"m2\",\"until\":\"2026-11-20T12:00:00Z\"}", 9);
        HandsOff read = read();
        assertEquals(
                "m2",
                read.maintenanceOf("n2", NOON.minusSeconds(1))
                        .orElseThrow()
                        .getMaintenance()
                        .getMember());
        assertTrue(read.maintenanceOf("n2", NOON).isEmpty());
        assertTrue(read.maintenanceOf("n1", NOON.minusSeconds(1)).isEmpty());
        assertEquals(NOON, read.nextEnd(NOON.minusSeconds(1)).orElseThrow());
        assertTrue(read.nextEnd(NOON).isEmpty());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "{\"until\":\"tomorrow\"}", "2h"})
    void anUnreadableMaintenanceLastsUntilItIsCleared(String value) {
        put(KEYS.maintenance("n2"), value, 9);
        HandsOff read = read();
        assertTrue(read.maintenanceOf("n2", Instant.MAX).isPresent());
        assertTrue(read.faults().get(0).contains("pgbaton maintenance n2 --clear"), read.faults()::toString);
    }

    @Test
    void anUnreadableAcknowledgementIsNone() {
        put(KEYS.acknowledged(), "yes", 9);
        assertEquals("", read().acknowledged().getHandover());
        assertTrue(read().faults().get(0).contains("pgbaton ack"), read().faults()::toString);
    }

    @Test
    void whoEndedAPauseIsKnownOnlyOfTheOneBeforeIt() {
        put(KEYS.pause(), "{\"reason\":\"a\"}", 8);
        HandsOff before = read();
        entries.remove(KEYS.pause());
        put(KEYS.resumed(), "{\"actor\":\"ben@db1\"}", 9);
        assertEquals(
                "ben@db1", read().endOf(before.pauses().get(0)).orElseThrow().getActor());
        put(KEYS.pause(), "{\"reason\":\"b\"}", 10);
        assertTrue(read().endOf(read().pauses().get(0)).isEmpty(), "it goes on");
    }

    @Test
    void otherKeysOfTheScopeAreNotItsBusiness() {
        put(KEYS.address("write"), "{}", 3);
        assertEquals(HandsOff.NONE, read());
        assertFalse(new HandsOffReader(SCOPE).concerns(KEYS.address("write")));
        assertTrue(new HandsOffReader(SCOPE).concerns(PgbatonKeys.PAUSE_ALL));
        assertEquals(List.of(), read().faults());
    }

    private HandsOff read() {
        return new HandsOffReader(SCOPE).read(entries);
    }

    private void put(String key, String value, long revision) {
        entries.put(key, new Entry(key, value, revision, revision, 1, 0));
    }
}
