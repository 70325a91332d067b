package io.pgbaton.coordinator.decide;

import java.util.HashSet;
import java.util.Set;

/**
 * Ids seen lately, in two generations: when the young one is full it becomes the old one. So between one generation and
 * two are remembered, and adding an id copies at most one.
 */
public record RecentIds(Set<String> young, Set<String> old) {
    /** A handover of three nodes makes some 40 records. */
    private static final int GENERATION = 1000;

    public static final RecentIds NONE = new RecentIds(Set.of(), Set.of());

    public RecentIds {
        young = Set.copyOf(young);
        old = Set.copyOf(old);
    }

    /** However many there are: whoever takes over must know all that is on the bus since the handover opened. */
    static RecentIds of(Set<String> ids) {
        return new RecentIds(Set.of(), ids);
    }

    boolean contains(String id) {
        return young.contains(id) || old.contains(id);
    }

    RecentIds with(String id) {
        if (contains(id)) {
            return this;
        }
        if (young.size() >= GENERATION) {
            return new RecentIds(Set.of(id), young);
        }
        Set<String> grown = new HashSet<>(young);
        grown.add(id);
        return new RecentIds(grown, old);
    }
}
