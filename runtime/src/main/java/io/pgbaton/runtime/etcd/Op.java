package io.pgbaton.runtime.etcd;

/** A change that a transaction makes when its conditions hold. */
public sealed interface Op {
    /** The key hangs on the lease of this id, on none when it is 0. */
    record Put(String key, String value, long lease) implements Op {}

    /** Deleting an absent key is no error. */
    record Delete(String key) implements Op {}

    static Op put(String key, String value) {
        return new Put(key, value, 0);
    }

    static Op put(String key, String value, long lease) {
        return new Put(key, value, lease);
    }

    static Op delete(String key) {
        return new Delete(key);
    }
}
