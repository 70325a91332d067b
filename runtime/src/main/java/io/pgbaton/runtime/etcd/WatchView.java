package io.pgbaton.runtime.etcd;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What the consumer of a watch has been told so far, and how far that reaches in each range.
 *
 * <p>Several copies of each range's stream feed it. Each copy is ordered and without gaps from the revision after the
 * last one told, so whichever copy is first with a revision has brought all before it, and the others' are dropped.
 * Progress replies never move the mark: before etcd 3.4.25 and 3.5.8 they can overtake events (etcd issue 15220).
 */
final class WatchView {
    /** Of a deletion {@code after} is empty. */
    record KeyEvent(String key, Optional<Entry> after) {}

    private final long[] told;
    private Map<String, Entry> entries = new HashMap<>();
    private long clusterId;
    private long highest;

    WatchView(int ranges) {
        told = new long[ranges];
    }

    long clusterId() {
        return clusterId;
    }

    /** Highest revision of this cluster seen in whatever way. */
    long highest() {
        return highest;
    }

    /** First revision of a range that was not told yet. */
    long nextOf(int range) {
        return told[range] + 1;
    }

    /** Forgets how far it reached, not what it told: the store has another history now. */
    void rewind() {
        Arrays.fill(told, 0);
        highest = 0;
    }

    /** Returns the changes, none when this revision was told already. */
    List<Change> apply(int range, long revision, List<KeyEvent> events) {
        if (revision <= told[range]) {
            return List.of();
        }
        told[range] = revision;
        highest = Math.max(highest, revision);
        List<Change> changes = new ArrayList<>();
        for (KeyEvent event : events) {
            changes.add(put(event.key(), event.after()));
        }
        return changes;
    }

    /** Returns what a read found that no watch told; a range that is told beyond the read keeps what it has. */
    List<Change> catchUp(List<Range> ranges, Snapshot snapshot) {
        clusterId = snapshot.clusterId();
        highest = Math.max(highest, snapshot.revision());
        List<Change> changes = new ArrayList<>();
        for (int i = 0; i < ranges.size(); i++) {
            if (snapshot.revision() >= told[i]) {
                told[i] = snapshot.revision();
                changes.addAll(replace(ranges.get(i), snapshot.entries()));
            }
        }
        return changes;
    }

    private List<Change> replace(Range range, Map<String, Entry> found) {
        Set<String> keys = new LinkedHashSet<>(entries.keySet());
        keys.addAll(found.keySet());
        List<Change> changes = new ArrayList<>();
        for (String key : keys) {
            Optional<Entry> now = Optional.ofNullable(found.get(key));
            if (range.contains(key) && !now.equals(Optional.ofNullable(entries.get(key)))) {
                changes.add(put(key, now));
            }
        }
        return changes;
    }

    private Change put(String key, Optional<Entry> after) {
        Optional<Entry> before =
                Optional.ofNullable(after.isPresent() ? entries.put(key, after.get()) : entries.remove(key));
        return new Change(key, before, after);
    }
}
