package io.pgbaton.proto.id;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import io.pgbaton.proto.Scope;
import io.pgbaton.proto.bus.EventType;
import org.junit.jupiter.api.Test;

class EventIdsTest {
    private static final Scope DEMO = new Scope("service", "demo");

    @Test
    void R8_whoeverSeesAFactGivesItTheSameId() {
        assertEquals(
                EventIds.fact(1, DEMO, EventType.LEADER_LOST, "n1", "100"),
                EventIds.fact(1, DEMO, EventType.LEADER_LOST, "n1", "100"));
    }

    @Test
    void R8_anotherClusterScopeSubjectOrAnchorIsAnotherFact() {
        String id = EventIds.fact(1, DEMO, EventType.LEADER_LOST, "n1", "100");
        assertNotEquals(id, EventIds.fact(2, DEMO, EventType.LEADER_LOST, "n1", "100"));
        assertNotEquals(id, EventIds.fact(1, new Scope("other", "demo"), EventType.LEADER_LOST, "n1", "100"));
        assertNotEquals(id, EventIds.fact(1, DEMO, EventType.LEADER_LOST, "n2", "100"));
        assertNotEquals(id, EventIds.fact(1, DEMO, EventType.LEADER_LOST, "n1", "101"));
        assertNotEquals(id, EventIds.fact(1, DEMO, EventType.LEADER_LOST, "n11", "00"));
    }

    @Test
    void anIdIsShortEnoughToBeReadAloudAndNeverChangesBetweenVersions() {
        assertEquals("d900", EventIds.handover(1, DEMO, 100).substring(0, 4));
        assertEquals(24, EventIds.handover(1, DEMO, 100).length());
    }
}
