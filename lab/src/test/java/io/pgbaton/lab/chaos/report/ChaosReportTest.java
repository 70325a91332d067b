package io.pgbaton.lab.chaos.report;

import static io.pgbaton.lab.chaos.check.ChaosRows.at;
import static io.pgbaton.lab.chaos.check.ChaosRows.row;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.pgbaton.lab.chaos.check.Violation;
import io.pgbaton.lab.chaos.nemesis.ExecutedFault;
import io.pgbaton.lab.chaos.plan.FaultKind;
import io.pgbaton.lab.chaos.write.Acknowledged;
import io.pgbaton.lab.writer.WritePath;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ChaosReportTest {
    private static final Acknowledged ROW = row(WritePath.ADDRESS, 1, "n1", 1, 0, 10_000);
    private static final Acknowledged NEXT = row(WritePath.ADDRESS, 2, "n2", 2, 12_490, 12_500);

    @Test
    void aRunWithTooFewFaultsOfAKindIsInvalidAndSaysOfWhich() {
        List<ExecutedFault> faults = new ArrayList<>(threeOfEach());
        assertTrue(findings(60, faults, List.of(), List.of()).clean());
        faults.removeIf(fault -> fault.kind() == FaultKind.DISK_FULL && fault.step() == 1);
        Findings few = findings(60, faults, List.of(), List.of());
        assertFalse(few.clean());
        assertTrue(new ChaosReport(few).verdict().contains("INVALID"), new ChaosReport(few).verdict());
        assertTrue(new ChaosReport(few).verdict().contains("disk full was done 2 times, not 3"));
    }

    @Test
    void aFaultThatCouldNotBeDoneDoesNotCount() {
        List<ExecutedFault> faults = new ArrayList<>(threeOfEach());
        faults.replaceAll(fault -> fault.kind() == FaultKind.MUTE
                ? new ExecutedFault(
                        fault.step(), fault.kind(), fault.hosts(), fault.from(), fault.until(), Optional.of("no"))
                : fault);
        assertFalse(findings(60, faults, List.of(), List.of()).clean());
    }

    @Test
    void aViolationIsTheFirstThingThatIsTold() {
        Findings broken =
                findings(1, threeOfEach(), List.of(), List.of(new Violation("R1: one holder", at(5), "n1 and n2")));
        assertFalse(broken.clean());
        String text = new ChaosReport(broken).text();
        assertTrue(text.contains("**VIOLATED**, 1 times"), text);
        assertTrue(text.contains("R1: one holder: n1 and n2"), text);
    }

    @Test
    void aLostRowIsCountedToTheFaultThatCameRightAfterItsAcknowledgement() {
        List<ExecutedFault> faults = List.of(fault(1, FaultKind.MUTE, 1_000), fault(2, FaultKind.KILL_MEMBER, 10_500));
        String text = new ChaosReport(findings(1, faults, List.of(ROW), List.of())).text();
        assertTrue(text.contains("| address, kill member | 1 |"), text);
    }

    @Test
    void anOutageBelongsToTheStepInWhichItBegan() {
        List<StepWindow> windows =
                StepWindow.of(List.of(fault(1, FaultKind.MUTE, 1_000), fault(2, FaultKind.KILL_MEMBER, 10_500)));
        assertEquals(
                List.of(2_500L),
                new Outages(windows).of(WritePath.ADDRESS, List.of(ROW, NEXT)).get("kill member"));
    }

    private static List<ExecutedFault> threeOfEach() {
        List<ExecutedFault> all = new ArrayList<>();
        for (int step = 1; step <= 3; step++) {
            int number = step;
            Arrays.stream(FaultKind.values()).forEach(kind -> all.add(fault(number, kind, number * 1_000L)));
        }
        return all;
    }

    private static ExecutedFault fault(int step, FaultKind kind, long from) {
        return new ExecutedFault(step, kind, List.of("n1"), at(from), at(from + 500), Optional.empty());
    }

    private static Findings findings(
            int minutes, List<ExecutedFault> faults, List<Acknowledged> lost, List<Violation> violations) {
        return new Findings(
                "commit",
                1,
                false,
                "freezer",
                Duration.ofMinutes(minutes),
                at(0),
                at(60_000),
                List.of(),
                faults,
                List.of(ROW, NEXT),
                0,
                0,
                lost,
                List.of(),
                0,
                List.of(),
                0,
                violations,
                List.of());
    }
}
