package io.pgbaton.lab.chaos.plan;

import java.time.Duration;

/**
 * One fault of a plan.
 *
 * @param after from the beginning of its step
 * @param length until it is healed
 */
public record PlannedFault(FaultKind kind, Place place, Duration after, Duration length) {}
