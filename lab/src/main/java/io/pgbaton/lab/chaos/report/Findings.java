package io.pgbaton.lab.chaos.report;

import io.pgbaton.lab.chaos.check.Discarded;
import io.pgbaton.lab.chaos.check.Violation;
import io.pgbaton.lab.chaos.nemesis.ExecutedFault;
import io.pgbaton.lab.chaos.plan.FaultKind;
import io.pgbaton.lab.chaos.plan.Step;
import io.pgbaton.lab.chaos.write.Acknowledged;
import io.pgbaton.proto.bus.BusRecord;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/**
 * All that a run came to.
 *
 * @param commit as git names it, with "dirty" when the checkout differs
 * @param asked how long it was to take
 * @param from when the first fault was due
 * @param begun the steps that were begun
 * @param lost acknowledged rows that are missing at the end
 * @param discarded reigns of which Patroni threw away what was committed
 * @param tolerated overlaps of two holders within the documented bounds
 * @param handovers the records that closed one each
 * @param repeats exact repeats of records about handovers
 * @param notes what happened beside, in sentences
 */
public record Findings(
        String commit,
        long seed,
        boolean synchronous,
        String freezer,
        Duration asked,
        Instant from,
        Instant until,
        List<Step> begun,
        List<ExecutedFault> executed,
        List<Acknowledged> acknowledged,
        long unknown,
        long refused,
        List<Acknowledged> lost,
        List<Discarded> discarded,
        int tolerated,
        List<BusRecord> handovers,
        int repeats,
        List<Violation> violations,
        List<String> notes) {

    private static final double EACH_PER_HOUR = 3;
    private static final double FAULTS_PER_MINUTE = 1;
    private static final double MINUTES_PER_HOUR = 60;

    /** How often every kind of fault must have been done at least. */
    int requiredOfEach() {
        return (int) Math.floor(EACH_PER_HOUR * minutes() / MINUTES_PER_HOUR);
    }

    int requiredInAll() {
        return (int) Math.floor(FAULTS_PER_MINUTE * minutes());
    }

    private double minutes() {
        return asked.toSeconds() / MINUTES_PER_HOUR;
    }

    long done(FaultKind kind) {
        return executed.stream()
                .filter(fault -> fault.done() && fault.kind() == kind)
                .count();
    }

    /** What makes the run prove too little; empty for a valid one. */
    public List<String> tooLittle() {
        List<String> few = Arrays.stream(FaultKind.values())
                .filter(kind -> done(kind) < requiredOfEach())
                .map(kind -> "%s was done %d times, not %d".formatted(kind.word(), done(kind), requiredOfEach()))
                .collect(Collectors.toCollection(ArrayList::new));
        long all = executed.stream().filter(ExecutedFault::done).count();
        if (all < requiredInAll()) {
            few.add("%d faults were done, not %d".formatted(all, requiredInAll()));
        }
        if (acknowledged.isEmpty()) {
            few.add("no write was acknowledged");
        }
        return few;
    }

    /** Those that Patroni threw away with a reign. */
    long lostByPatroni() {
        return lost.stream()
                .filter(row -> discarded.stream().anyMatch(each -> each.cost(row)))
                .count();
    }

    long discarded(Discarded.Cause cause) {
        return discarded.stream().filter(each -> each.cause() == cause).count();
    }

    public boolean clean() {
        return violations.isEmpty() && tooLittle().isEmpty();
    }
}
