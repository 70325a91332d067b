package io.pgbaton.lab.chaos.check;

import static io.pgbaton.lab.chaos.check.ChaosRows.at;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.pgbaton.lab.chaos.nemesis.ExecutedFault;
import io.pgbaton.lab.chaos.plan.FaultKind;
import io.pgbaton.lab.watch.AddressTimeline.Overlap;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class OneHolderTest {
    @Test
    void twoHoldersWithoutAFaultThatExplainsThemAreAViolationHoweverShort() {
        assertFalse(OneHolder.allowed(overlap(0, 1), List.of()));
        assertFalse(OneHolder.allowed(overlap(0, 1), List.of(fault(FaultKind.SWITCHOVER, "n1", 0, 100))));
        assertFalse(OneHolder.allowed(overlap(0, 1), List.of(fault(FaultKind.BLACK_HOLE, "n1", 0, 100))));
    }

    @Test
    void aThawedAgentMayTakeBackWhatItAddedTooLateWithinTheBound() {
        List<ExecutedFault> faults = List.of(fault(FaultKind.STOP_AGENT, "n1", 0, 9_000));
        assertTrue(OneHolder.allowed(overlap(9_100, 1_300), faults));
        assertFalse(OneHolder.allowed(overlap(9_100, 1_301), faults));
    }

    @Test
    void aFaultOfAnotherHostOrOfLongAgoExplainsNothing() {
        assertFalse(OneHolder.allowed(overlap(0, 10), List.of(fault(FaultKind.STOP_AGENT, "n3", 0, 100))));
        assertFalse(OneHolder.allowed(overlap(60_000, 10), List.of(fault(FaultKind.STOP_AGENT, "n1", 0, 100))));
    }

    @Test
    void aFaultThatCouldNotBeDoneExplainsNothing() {
        ExecutedFault failed = new ExecutedFault(
                1, FaultKind.STOP_AGENT, List.of("n1"), at(0), at(100), Optional.of("it was not running"));
        assertEquals(false, OneHolder.allowed(overlap(0, 10), List.of(failed)));
    }

    private static Overlap overlap(long from, long length) {
        return new Overlap("n1", "n2", at(from), Duration.ofMillis(length));
    }

    private static ExecutedFault fault(FaultKind kind, String host, long from, long until) {
        return new ExecutedFault(1, kind, List.of(host), at(from), at(until), Optional.empty());
    }
}
