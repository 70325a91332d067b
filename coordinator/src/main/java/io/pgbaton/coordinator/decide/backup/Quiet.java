package io.pgbaton.coordinator.decide.backup;

import java.time.Duration;

/**
 * How long there has been no handover.
 *
 * @param broken one is open
 * @param since when the last one was over, or the machine began; monotonic nanoseconds
 */
public record Quiet(boolean broken, long since) {

    Quiet at(Surroundings now) {
        return broken || now.handedOver() ? new Quiet(now.handedOver(), now.nanos()) : this;
    }

    boolean lasts(Duration least, long now) {
        return !broken && now - since >= least.toNanos();
    }
}
