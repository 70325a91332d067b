package io.pgbaton.nodeagent.decide.leadership;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * A scope as etcd shows it at one revision. Revisions are told with their count ({@link
 * io.pgbaton.proto.key.CountedRevision}).
 *
 * @param failsafeKey Patroni's failsafe key is not empty: a primary may live on without etcd
 * @param configKeys top-level keys of the dynamic configuration; values stay out of every record
 * @param configRevision of the config key, 0 when there is none
 * @param systemIdentifier empty while the first member bootstraps, or when there is no such scope
 * @param leaderPosition WAL position that the leader last wrote to the status key, in bytes, 0 when unknown
 * @param failsafeAfter how long Patroni may take to say that it goes on without etcd; zero while failsafe mode is off
 * @param history timelines that ended, as Patroni's history key lists them
 */
public record ScopeReading(
        long revision,
        Optional<LeaderReading> leader,
        Map<String, MemberReading> members,
        Optional<FailoverRequest> failover,
        boolean paused,
        boolean failsafeKey,
        boolean standbyCluster,
        Set<String> configKeys,
        long configRevision,
        String systemIdentifier,
        long leaderPosition,
        Duration failsafeAfter,
        List<TimelineEnd> history) {

    /** Before the first reading. */
    public static final ScopeReading NOTHING = new ScopeReading(
            0, Optional.empty(), Map.of(), Optional.empty(), false, false, false, Set.of(), 0, "", 0, Duration.ZERO);

    public ScopeReading {
        // Sorted, so that two members that came in one revision are told in one order by everybody.
        members = java.util.Collections.unmodifiableMap(new TreeMap<>(members));
        configKeys = Set.copyOf(configKeys);
        history = List.copyOf(history);
    }

    /** A scope in which nobody was ever promoted: its first timeline goes on. */
    public ScopeReading(
            long revision,
            Optional<LeaderReading> leader,
            Map<String, MemberReading> members,
            Optional<FailoverRequest> failover,
            boolean paused,
            boolean failsafeKey,
            boolean standbyCluster,
            Set<String> configKeys,
            long configRevision,
            String systemIdentifier,
            long leaderPosition,
            Duration failsafeAfter) {
        this(
                revision,
                leader,
                members,
                failover,
                paused,
                failsafeKey,
                standbyCluster,
                configKeys,
                configRevision,
                systemIdentifier,
                leaderPosition,
                failsafeAfter,
                List.of());
    }

    /** Nothing of Patroni is there at all: a wrong scope, or a Patroni that writes etcd v2 keys. */
    public boolean absent() {
        return leader.isEmpty() && members.isEmpty() && configRevision == 0 && systemIdentifier.isEmpty();
    }
}
