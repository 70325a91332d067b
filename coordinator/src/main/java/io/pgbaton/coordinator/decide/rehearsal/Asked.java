package io.pgbaton.coordinator.decide.rehearsal;

import io.pgbaton.proto.v1.RehearsalRequest;
import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * A request for a rehearsal, and who saw it. All times are this coordinator's monotonic ones, in nanoseconds.
 *
 * @param revision of its key in etcd
 * @param at when we sent it to etcd, else when we first heard of it
 * @param putTook how long etcd took to take it; 0 unless it is ours and etcd has answered
 * @param seen by node, when its word of it arrived here
 */
public record Asked(long revision, RehearsalRequest request, long at, long putTook, SortedMap<String, Long> seen) {

    public Asked {
        seen = Collections.unmodifiableSortedMap(seen);
    }

    static Asked now(long revision, RehearsalRequest request, long at) {
        return new Asked(revision, request, at, 0, new TreeMap<>());
    }

    /** The first word of a node counts. */
    Asked seenBy(String node, long now) {
        SortedMap<String, Long> more = new TreeMap<>(seen);
        more.putIfAbsent(node, now);
        return new Asked(revision, request, at, putTook, more);
    }

    Asked taken(long now) {
        return new Asked(revision, request, at, now - at, seen);
    }
}
