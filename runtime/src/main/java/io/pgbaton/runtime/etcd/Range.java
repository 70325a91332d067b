package io.pgbaton.runtime.etcd;

/** One key, or every key that begins with a prefix. */
public record Range(String key, boolean isPrefix) {
    public Range {
        if (key.isEmpty()) {
            throw new IllegalArgumentException("an empty key would mean the whole store");
        }
    }

    public static Range key(String key) {
        return new Range(key, false);
    }

    public static Range prefix(String prefix) {
        return new Range(prefix, true);
    }

    public boolean contains(String other) {
        return isPrefix ? other.startsWith(key) : other.equals(key);
    }

    /** True when some key could be in both. */
    public boolean overlaps(Range other) {
        return contains(other.key) || other.contains(key);
    }
}
