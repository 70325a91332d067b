package io.pgbaton.runtime.etcd;

/**
 * A lease as etcd granted it.
 *
 * @param seconds its time to live; etcd raises a wish that is below its own minimum (1.5 x its election timeout)
 */
public record Lease(long id, long seconds) {}
