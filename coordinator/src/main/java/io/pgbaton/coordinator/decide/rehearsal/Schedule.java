package io.pgbaton.coordinator.decide.rehearsal;

import java.time.Duration;

/**
 * @param every from the end of one rehearsal to the next; zero: only when a person asks
 * @param budget from the request to the last answer; a rehearsal that takes longer has failed
 */
public record Schedule(Duration every, Duration budget) {
    public static final Schedule USUAL = new Schedule(Duration.ofMinutes(5), Duration.ofSeconds(2));

    /** Nobody but a person asks. */
    public static final Schedule BY_HAND = new Schedule(Duration.ZERO, USUAL.budget());

    public boolean isOn() {
        return !every.isZero();
    }
}
