package io.pgbaton.sim.node;

/** Settings of Patroni and of the agent that decide who waits for whom, in nanoseconds. */
public record Timing(long ttl, long loopWait, long retryTimeout, long lifetime, long autonomyAfter) {}
