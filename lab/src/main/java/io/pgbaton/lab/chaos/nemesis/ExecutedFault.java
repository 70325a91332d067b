package io.pgbaton.lab.chaos.nemesis;

import io.pgbaton.lab.chaos.plan.FaultKind;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What became of a planned fault.
 *
 * @param step number of its step
 * @param hosts which were struck, of the role's holder first
 * @param from when it was there for certain, or its attempt had failed
 * @param until when it was undone for certain
 * @param failure why it could not be done; then nothing was broken by it
 */
public record ExecutedFault(
        int step, FaultKind kind, List<String> hosts, Instant from, Instant until, Optional<String> failure) {
    public ExecutedFault {
        hosts = List.copyOf(hosts);
    }

    public boolean done() {
        return failure.isEmpty();
    }

    /** Whether it went on at some time in this span, or had ended at most that long before. */
    public boolean touches(Instant begin, Instant end, Duration after) {
        return done() && !from.isAfter(end) && !until.plus(after).isBefore(begin);
    }
}
