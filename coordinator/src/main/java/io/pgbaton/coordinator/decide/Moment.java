package io.pgbaton.coordinator.decide;

import java.time.Instant;

/**
 * When an input reached the machine.
 *
 * @param nanos monotonic, for waits; comparable within one process only
 * @param wall for records
 * @param calendar for calendars: the same, but where a test moves it
 */
public record Moment(long nanos, Instant wall, Instant calendar) {
    public Moment(long nanos, Instant wall) {
        this(nanos, wall, wall);
    }
}
