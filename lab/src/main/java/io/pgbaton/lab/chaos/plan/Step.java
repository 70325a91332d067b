package io.pgbaton.lab.chaos.plan;

import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;

/**
 * A fault, or two that overlap, and the quiet after them.
 *
 * @param number from 1
 * @param faults one or two, in the order in which they begin
 * @param quiet from the recovery of the cluster to the next step
 */
public record Step(int number, List<PlannedFault> faults, Duration quiet) {
    public Step {
        faults = List.copyOf(faults);
    }

    @Override
    public String toString() {
        return faults.stream()
                .map(fault -> "%s at %s for %d ms, %d ms in"
                        .formatted(
                                fault.kind().word(),
                                fault.place(),
                                fault.length().toMillis(),
                                fault.after().toMillis()))
                .collect(Collectors.joining(" + ", number + ": ", ", quiet " + quiet.toMillis() + " ms"));
    }
}
