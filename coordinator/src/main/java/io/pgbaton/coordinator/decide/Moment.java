package io.pgbaton.coordinator.decide;

import java.time.Instant;

/**
 * When an input reached the machine.
 *
 * @param nanos monotonic, for waits; comparable within one process only
 * @param wall for records
 */
public record Moment(long nanos, Instant wall) {}
