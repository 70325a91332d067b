package io.pgbaton.lab.chaos.check;

import io.pgbaton.lab.chaos.nemesis.ExecutedFault;
import io.pgbaton.lab.chaos.plan.FaultKind;
import io.pgbaton.lab.watch.AddressTimeline;
import io.pgbaton.lab.watch.AddressTimeline.Overlap;
import io.pgbaton.lab.watch.Claim;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * R1: an address is on one node at a time. Let pass, and counted: an agent that was killed or stood still, also with its
 * whole host, may have its address end late, or add it too late and take it back at once: by 1.3 s at most (R1b, R1e).
 */
public final class OneHolder {
    public static final String RULE = "R1: an address is on one node at a time";
    public static final String CLAIMS = "R1: who has lost an address does not claim it";
    static final Duration LATE = Duration.ofMillis(1300);

    /** From the healing of the fault: a thawed agent on a busy machine needs a while to find out. */
    private static final Duration THAW = Duration.ofSeconds(5);

    private static final Set<FaultKind> STANDSTILLS =
            Set.of(FaultKind.KILL_AGENT, FaultKind.STOP_AGENT, FaultKind.FREEZE_SHORT, FaultKind.FREEZE_LONG);

    private OneHolder() {}

    public static boolean allowed(Overlap overlap, List<ExecutedFault> faults) {
        return overlap.length().compareTo(LATE) <= 0
                && faults.stream()
                        .filter(fault -> STANDSTILLS.contains(fault.kind()))
                        .filter(fault -> fault.hosts().contains(overlap.first())
                                || fault.hosts().contains(overlap.second()))
                        .anyMatch(fault ->
                                fault.touches(overlap.from(), overlap.from().plus(overlap.length()), THAW));
    }

    /** @param address for the evidence */
    public static List<Violation> violations(
            String address, AddressTimeline timeline, List<Claim> claims, List<ExecutedFault> faults) {
        List<Violation> found = new ArrayList<>();
        timeline.overlaps().stream()
                .filter(overlap -> !allowed(overlap, faults))
                .forEach(overlap -> found.add(new Violation(
                        RULE,
                        overlap.from(),
                        "%s on %s and %s for %s ms"
                                .formatted(
                                        address,
                                        overlap.first(),
                                        overlap.second(),
                                        overlap.length().toNanos() / 1e6))));
        timeline.outOfTurn(claims)
                .forEach(claim -> found.add(new Violation(CLAIMS, claim.time(), claim.host() + " claimed " + address)));
        return found;
    }
}
