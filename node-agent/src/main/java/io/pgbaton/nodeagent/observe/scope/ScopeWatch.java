package io.pgbaton.nodeagent.observe.scope;

import io.pgbaton.nodeagent.decide.leadership.ScopeReading;
import io.pgbaton.proto.Scope;
import io.pgbaton.proto.key.CountedRevision;
import io.pgbaton.proto.key.PatroniKeys;
import io.pgbaton.proto.key.PgbatonKeys;
import io.pgbaton.runtime.etcd.Change;
import io.pgbaton.runtime.etcd.Entry;
import io.pgbaton.runtime.etcd.Etcd;
import io.pgbaton.runtime.etcd.EtcdWatch;
import io.pgbaton.runtime.etcd.Highwater;
import io.pgbaton.runtime.etcd.Range;
import io.pgbaton.runtime.etcd.WatchSignal;
import io.pgbaton.runtime.handsoff.HandsOffReader;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Follows Patroni's keys of one scope and pgbaton's own beside them, and tells what they say. */
public final class ScopeWatch {
    private final PatroniKeys patroni;
    private final PgbatonKeys pgbaton;
    private final ScopeReader reader;
    private final Map<String, Entry> entries = new HashMap<>();
    private ScopeReading reading = ScopeReading.NOTHING;
    private final Highwater highwater;
    private Listener listener;
    private EtcdWatch watch;
    private boolean recounted;

    /** Called on the event loop, one call at a time. */
    public interface Listener {
        /** @param afterGap several revisions may lie between the two readings; also true for the first */
        void scopeRead(long clusterId, ScopeReading before, ScopeReading after, boolean afterGap);

        /** pgbaton's own keys, all of them as they are at this revision, after one changed and after every gap. */
        void ownKeysRead(long revision, Map<String, Entry> entries);

        void etcdLost(String reason);

        void etcdRestored();

        void etcdRewound(long highest, long now);

        /** etcd was restored more often than its own record says: that is one of before the last restore. */
        void countBehind(Optional<Entry> record, long count);
    }

    public ScopeWatch(Scope scope, Highwater highwater) {
        this.patroni = new PatroniKeys(scope);
        this.pgbaton = new PgbatonKeys(scope);
        this.highwater = highwater;
        this.reader = new ScopeReader(patroni, highwater::count);
    }

    /** Reads the same keys, read by others, as this watch does: with the same count. */
    public ScopeReader reader() {
        return reader;
    }

    public void start(Etcd etcd, Listener told) {
        listener = told;
        // The pause of all scopes is outside the scope's prefix: two keys more on the watch that is there.
        List<Range> ranges = new ArrayList<>(HandsOffReader.everywhere());
        ranges.add(Range.prefix(patroni.prefix()));
        ranges.add(Range.prefix(pgbaton.prefix()));
        watch = etcd.watch(ranges, highwater, this::heard);
    }

    /** Reads the scope again now; what differs is told. For whoever heard of an epoch that is not seen here yet (R3). */
    public void readNow() {
        if (watch != null) {
            watch.readNow();
        }
    }

    public void close() {
        if (watch != null) {
            watch.close();
        }
    }

    /** The scope as it was last read. */
    public ScopeReading reading() {
        return reading;
    }

    private void heard(WatchSignal signal) {
        if (signal instanceof WatchSignal.First first) {
            entries.clear();
            entries.putAll(first.snapshot().entries());
            count();
            listener.ownKeysRead(first.snapshot().revision(), entries);
            scope(first.snapshot().clusterId(), first.snapshot().revision(), true);
        } else if (signal instanceof WatchSignal.Changes changes) {
            changed(changes);
        } else if (signal instanceof WatchSignal.Unreachable unreachable) {
            listener.etcdLost(unreachable.failure() + ": " + unreachable.reason());
        } else if (signal instanceof WatchSignal.Reachable) {
            listener.etcdRestored();
        } else if (signal instanceof WatchSignal.Rewound rewound) {
            recounted = true;
            listener.etcdRewound(rewound.highest(), rewound.now());
        }
    }

    private void count() {
        Optional<Entry> record = Optional.ofNullable(entries.get(pgbaton.count()));
        long recorded =
                record.map(entry -> CountedRevision.parseCount(entry.value())).orElse(0L);
        highwater.countedElsewhere(recorded);
        if (recorded < highwater.count()) {
            listener.countBehind(record, highwater.count());
        }
    }

    private void changed(WatchSignal.Changes changes) {
        boolean patroniChanged = recounted;
        recounted = false;
        long counted = highwater.count();
        boolean ownChanged = changes.afterGap();
        for (Change change : changes.changes()) {
            String key = change.key();
            Entry after = change.after().orElse(null);
            if (after == null) {
                entries.remove(key);
            } else {
                entries.put(key, after);
            }
            boolean ofPatroni = key.startsWith(patroni.prefix());
            patroniChanged |= ofPatroni;
            ownChanged |= !ofPatroni;
        }
        count();
        // Epochs are told with their count: another count, and they all are others.
        patroniChanged |= counted != highwater.count();
        if (ownChanged) {
            listener.ownKeysRead(changes.revision(), entries);
        }
        if (patroniChanged) {
            scope(changes.clusterId(), changes.revision(), changes.afterGap());
        }
    }

    private void scope(long clusterId, long revision, boolean afterGap) {
        ScopeReading before = reading;
        reading = reader.read(revision, entries);
        listener.scopeRead(clusterId, before, reading, afterGap);
    }
}
