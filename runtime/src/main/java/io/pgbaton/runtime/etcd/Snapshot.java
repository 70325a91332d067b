package io.pgbaton.runtime.etcd;

import java.util.Map;
import java.util.Optional;

/**
 * What a set of ranges held at one revision.
 *
 * @param clusterId etcd's own id of the cluster; revisions of two ids cannot be compared
 * @param revision of the whole store when it was read
 */
public record Snapshot(long clusterId, long revision, Map<String, Entry> entries) {
    public Snapshot {
        entries = Map.copyOf(entries);
    }

    public Optional<Entry> get(String key) {
        return Optional.ofNullable(entries.get(key));
    }
}
