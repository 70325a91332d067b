package io.pgbaton.coordinator.decide;

import static io.pgbaton.coordinator.decide.HandoverTest.FAILOVER;
import static io.pgbaton.coordinator.decide.Seen.by;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.pgbaton.proto.v1.Phase;
import java.util.List;
import org.junit.jupiter.api.Test;

class PhaseTest {

    @Test
    void everyPhaseHasItsLengthAndItsPlace() {
        List<String> phases = HandoverTest.completed(Play.led("n1", "n2").see(FAILOVER)).getPhasesList().stream()
                .map(phase -> phase.getName() + " " + phase.getWhere() + " " + phase.getDurationUs() / 1000)
                .toList();
        assertEquals(
                List.of(
                        "lost n1 0",
                        "election  70",
                        "promotion n2 110",
                        "route n1/haproxy 15",
                        "route n2/haproxy 10",
                        "address n2/write 5",
                        "commit  20"),
                phases);
    }

    @Test
    void aPhaseIsMeasuredOnOneClockWhereOneNodeSawBothEnds() {
        Play play = Play.led("n1", "n2").see(by("n3", -5000).lost("n1", 10)).see(FAILOVER);
        Phase election = phase(play, "election");
        assertEquals(70_000, election.getDurationUs(), "n3's clock is five seconds late");
        assertFalse(election.getClocksDiffer());
    }

    @Test
    void aPhaseThatEndsBeforeItBeginsIsShownAsZeroAndFlagged() {
        Play play = Play.led("n1", "n2").see(FAILOVER[0], FAILOVER[1], FAILOVER[2], FAILOVER[3], FAILOVER[4]);
        play.see(by("n1", -3000).route("haproxy", "n2", 20), FAILOVER[6]);
        Phase route = phase(play, "route");
        assertEquals("n1/haproxy", route.getWhere());
        assertEquals(0, route.getDurationUs());
        assertTrue(route.getClocksDiffer());
    }

    private static Phase phase(Play play, String name) {
        return HandoverTest.completed(play).getPhasesList().stream()
                .filter(phase -> phase.getName().equals(name))
                .findFirst()
                .orElseThrow();
    }
}
