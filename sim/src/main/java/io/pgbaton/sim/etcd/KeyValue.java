package io.pgbaton.sim.etcd;

/** A key as it is stored. {@code lease} is 0 for none. */
public record KeyValue(String key, EtcdValue value, long createRevision, long modRevision, long lease) {}
