package io.pgbaton.runtime.etcd;

/** A condition of a transaction, on one key. */
public sealed interface Compare {
    String key();

    /** The key exists with exactly this value. */
    record ValueEquals(String key, String value) implements Compare {}

    /** The key exists and was last put at this revision. */
    record ModRevisionEquals(String key, long revision) implements Compare {}

    /** The key does not exist. */
    record Absent(String key) implements Compare {}

    static Compare valueEquals(String key, String value) {
        return new ValueEquals(key, value);
    }

    static Compare modRevisionEquals(String key, long revision) {
        return new ModRevisionEquals(key, revision);
    }

    static Compare absent(String key) {
        return new Absent(key);
    }
}
