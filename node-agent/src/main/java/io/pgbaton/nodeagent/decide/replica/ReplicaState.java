package io.pgbaton.nodeagent.decide.replica;

import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The replicas that stand still. Soft state.
 *
 * @param epoch in which they are compared with the leader
 * @param leaderPosition in bytes, as it was read last
 */
public record ReplicaState(long epoch, long leaderPosition, Map<String, Standstill> standing) {
    public static final ReplicaState NOTHING = new ReplicaState(0, 0, Map.of());

    public ReplicaState {
        standing = Map.copyOf(standing);
    }

    Optional<Standstill> of(String member) {
        return Optional.ofNullable(standing.get(member));
    }

    public boolean stuck(String member) {
        return of(member).filter(Standstill::told).isPresent();
    }

    Set<String> stuck() {
        return standing.keySet().stream().filter(this::stuck).collect(Collectors.toSet());
    }
}
