package io.pgbaton.runtime.etcd;

import java.util.List;

/** What a watch tells, in this order: {@code First} once, then the others as they happen. */
public sealed interface WatchSignal {
    /** All that the watched ranges held when they were read first. */
    record First(Snapshot snapshot) implements WatchSignal {}

    /**
     * Changes of one range, all those of one revision together (the keys of a lease that ran out go in one revision).
     * Ranges are independent of each other: one may be told ahead of another.
     *
     * @param revision of the changes, or of the read that found them
     * @param afterGap found by reading again, not told by a watch: several revisions may be folded into one, over all
     *     ranges
     */
    record Changes(long clusterId, long revision, List<Change> changes, boolean afterGap) implements WatchSignal {
        public Changes {
            changes = List.copyOf(changes);
        }
    }

    /** No member answers a linearizable read. Told once; what was told before may be out of date from here on. */
    record Unreachable(EtcdFailure failure, String reason) implements WatchSignal {}

    /** Reads are answered again. What changed meanwhile follows. */
    record Reachable() implements WatchSignal {}

    /**
     * This is not the store that it was: restored from a backup, or another cluster. Revisions start a new count. What
     * differs follows as {@code Changes}, which may be none.
     *
     * @param highest revision seen before
     * @param now revision that the store has
     * @param clusterId etcd's id of the cluster now
     */
    record Rewound(long highest, long now, long clusterId) implements WatchSignal {}
}
