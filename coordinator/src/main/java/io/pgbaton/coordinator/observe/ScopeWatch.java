package io.pgbaton.coordinator.observe;

import com.google.protobuf.InvalidProtocolBufferException;
import io.pgbaton.proto.Scope;
import io.pgbaton.proto.bus.CloudEventCodec;
import io.pgbaton.proto.handsoff.HandsOff;
import io.pgbaton.proto.key.PgbatonKeys;
import io.pgbaton.proto.v1.AgentRegistration;
import io.pgbaton.proto.v1.BackupAgentRegistration;
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
import java.util.TreeMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** pgbaton's keys of a scope: its agents, the record of its handover, what operators ask. Tells on etcd's context. */
public final class ScopeWatch {
    private static final Logger log = LoggerFactory.getLogger(ScopeWatch.class);

    private final PgbatonKeys keys;
    private final Listener listener;
    private final HandsOffReader handsOff;
    private final Map<String, Entry> asked = new HashMap<>();
    private final Map<String, AgentRegistration> agents = new TreeMap<>();
    private final Map<String, BackupAgentRegistration> backupAgents = new TreeMap<>();
    private EtcdWatch watch;

    /** What the watch tells. {@code read} comes first, and once. */
    public interface Listener {
        void read(long etcdCluster, List<AgentRegistration> agents, HandsOff hands);

        void agents(List<AgentRegistration> now);

        void handsOff(HandsOff now);

        void recordChanged(Entry record);

        /** @param news false for the one that was there before: that comes ahead of {@code read} */
        void rehearsal(Entry request, boolean news);

        /** The registrations of backup agents; first ahead of {@code read}. */
        void backupAgents(List<BackupAgentRegistration> now);

        /** Somebody asked for something of a backup agent. What was there before is another's business. */
        void backupAsked(Entry request);

        /** Somebody asked for a new cluster from a backup, now or within the last minutes: its key is on a lease. */
        void restoreAsked(Entry request);

        void etcdLost(String reason);

        void etcdRestored();

        /** Restored from a backup, or another store: what was known of it is worth nothing. */
        void etcdRewound(long highest, long now);
    }

    public ScopeWatch(Scope scope, Listener listener) {
        this.keys = new PgbatonKeys(scope);
        this.listener = listener;
        this.handsOff = new HandsOffReader(scope);
    }

    public void start(Etcd etcd, Highwater highwater) {
        List<Range> ranges = new ArrayList<>(HandsOffReader.everywhere());
        ranges.add(Range.prefix(keys.prefix()));
        watch = etcd.watch(ranges, highwater, this::heard);
    }

    public void close() {
        if (watch != null) {
            watch.close();
        }
    }

    private void heard(WatchSignal signal) {
        if (signal instanceof WatchSignal.First first) {
            first.snapshot().entries().values().forEach(this::take);
            first.snapshot().get(keys.rehearsal()).ifPresent(request -> listener.rehearsal(request, false));
            listener.backupAgents(List.copyOf(backupAgents.values()));
            first.snapshot().get(keys.restoreRequest()).ifPresent(listener::restoreAsked);
            listener.read(first.snapshot().clusterId(), List.copyOf(agents.values()), asked());
        } else if (signal instanceof WatchSignal.Changes changes) {
            changed(changes.changes());
        } else if (signal instanceof WatchSignal.Unreachable lost) {
            listener.etcdLost(lost.reason());
        } else if (signal instanceof WatchSignal.Reachable) {
            listener.etcdRestored();
        } else if (signal instanceof WatchSignal.Rewound rewound) {
            listener.etcdRewound(rewound.highest(), rewound.now());
        }
    }

    private void changed(List<Change> changes) {
        Map<String, AgentRegistration> before = new TreeMap<>(agents);
        Map<String, BackupAgentRegistration> backupsBefore = new TreeMap<>(backupAgents);
        boolean anewAsked = false;
        for (Change change : changes) {
            if (change.key().equals(keys.handover())) {
                change.after().ifPresent(listener::recordChanged);
            } else if (change.key().equals(keys.rehearsal())) {
                change.after().ifPresent(request -> listener.rehearsal(request, true));
            } else if (change.key().equals(keys.backupRequest())) {
                change.after().ifPresent(listener::backupAsked);
            } else if (change.key().equals(keys.restoreRequest())) {
                change.after().ifPresent(listener::restoreAsked);
            } else {
                anewAsked |= handsOff.concerns(change.key());
                change.after().ifPresentOrElse(this::take, () -> forget(change.key()));
            }
        }
        if (!before.equals(agents)) {
            listener.agents(List.copyOf(agents.values()));
        }
        if (!backupsBefore.equals(backupAgents)) {
            listener.backupAgents(List.copyOf(backupAgents.values()));
        }
        if (anewAsked) {
            listener.handsOff(asked());
        }
    }

    private HandsOff asked() {
        HandsOff read = handsOff.read(asked);
        read.faults().forEach(fault -> log.error("A key of an operator: {}", fault));
        return read;
    }

    private void forget(String key) {
        agents.remove(key);
        backupAgents.remove(key);
        asked.remove(key);
    }

    private void take(Entry entry) {
        if (handsOff.concerns(entry.key())) {
            asked.put(entry.key(), entry);
        }
        try {
            if (entry.key().startsWith(keys.agents())) {
                agents.put(
                        entry.key(), CloudEventCodec.fromJson(entry.value(), AgentRegistration.getDefaultInstance()));
            } else if (entry.key().startsWith(keys.backupAgents())) {
                backupAgents.put(
                        entry.key(),
                        CloudEventCodec.fromJson(entry.value(), BackupAgentRegistration.getDefaultInstance()));
            }
        } catch (InvalidProtocolBufferException unreadable) {
            log.warn(
                    "An agent's registration cannot be read and is left out. key={} cause={}",
                    entry.key(),
                    unreadable.getMessage());
        }
    }
}
