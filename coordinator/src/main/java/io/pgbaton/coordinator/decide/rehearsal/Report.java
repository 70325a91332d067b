package io.pgbaton.coordinator.decide.rehearsal;

import io.pgbaton.proto.v1.AgentRegistration;
import io.pgbaton.proto.v1.RehearsalFault;
import io.pgbaton.proto.v1.RehearsalResult;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Collection;
import java.util.List;

/** What a rehearsal that is over tells the world. */
public final class Report {
    private Report() {}

    /** @param nanos now, monotonic, as in the rehearsal */
    public static RehearsalResult of(
            Rehearsal rehearsal, Collection<AgentRegistration> present, Schedule schedule, long nanos, Instant wall) {
        long total = nanos - rehearsal.begun();
        List<String> expected = rehearsal.expected(present);
        List<RehearsalFault> faults = Faults.of(rehearsal, expected, total, schedule);
        return RehearsalResult.newBuilder()
                .setId(rehearsal.id())
                .setRevision(rehearsal.asked().revision())
                .setActor(rehearsal.asked().request().getActor())
                .setReason(rehearsal.asked().request().getReason())
                .setCompleted(faults.isEmpty())
                .addAllNodes(expected)
                .addAllHops(Hops.of(rehearsal, nanos))
                .addAllFaults(faults)
                .setNextStep(nextStep(faults))
                .setDurationUs(Hops.micros(total))
                .setBudgetUs(Hops.micros(schedule.budget().toNanos()))
                .setEveryUs(Hops.micros(schedule.every().toNanos()))
                .setEndedUs(ChronoUnit.MICROS.between(Instant.EPOCH, wall))
                .build();
    }

    /** By the first fault: whoever mends it rehearses again. */
    private static String nextStep(List<RehearsalFault> faults) {
        if (faults.isEmpty()) {
            return "";
        }
        RehearsalFault first = faults.get(0);
        if (first.getNode().isEmpty()) {
            return first.getHop().equals(Hops.TOTAL)
                    ? "look at the longest hop: `pgbaton rehearse` shows them; load and disks of those hosts first"
                    : "start the node agents of this scope, or name the scope in their configuration";
        }
        return switch (first.getHop()) {
            case Hops.SIGHT ->
                "is the agent on " + first.getNode()
                        + " running, and does it reach etcd and the bus? Its /readyz says so";
            case Hops.BUS -> "does the agent on " + first.getNode() + " read commands? Its /readyz says so";
            default -> "/readyz and the log of the agent on " + first.getNode() + ", then `pgbaton doctor`";
        };
    }
}
