package io.pgbaton.lab.chaos;

import java.time.Duration;

/**
 * What a run is to be.
 *
 * @param seed from which the faults follow
 * @param length for which new faults begin; the last one, its recovery and the checks come on top
 * @param synchronous Patroni's synchronous_mode: then no acknowledged write may be lost
 */
public record ChaosOptions(long seed, Duration length, boolean synchronous) {}
