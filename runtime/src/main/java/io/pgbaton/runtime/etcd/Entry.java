package io.pgbaton.runtime.etcd;

/**
 * One key as etcd holds it.
 *
 * @param modRevision revision of the last put; of Patroni's leader key this is the epoch
 * @param createRevision revision of the put that made the key; a deleted and re-made key has a new one
 * @param version puts since then, from 1
 * @param lease id of the lease the key hangs on, 0 for none
 */
public record Entry(String key, String value, long modRevision, long createRevision, long version, long lease) {}
