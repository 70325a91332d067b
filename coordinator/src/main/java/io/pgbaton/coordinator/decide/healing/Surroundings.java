package io.pgbaton.coordinator.decide.healing;

import io.pgbaton.proto.v1.BackupAgentRegistration;
import io.pgbaton.proto.v1.RefusalReason;
import io.pgbaton.proto.v1.RestoreState;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What holds while a decision is made.
 *
 * @param scope as {@code <namespace>/<scope>}
 * @param nanos monotonic
 * @param replaying what is told happened before the scope was ours: nothing is begun
 * @param handedOver a handover is open
 * @param obstacles R11, empty when automation may add load
 * @param leader of the scope, empty when there is none that takes writes
 * @param restore that goes on or was the last, the default instance when there was none
 * @param agents backup agents of the scope that are there
 */
public record Surroundings(
        String scope,
        long nanos,
        Instant wall,
        boolean replaying,
        boolean handedOver,
        Set<RefusalReason> obstacles,
        String leader,
        Restoring restore,
        List<BackupAgentRegistration> agents) {

    /** @param open it goes on */
    public record Restoring(RestoreState text, boolean open) {}

    public Surroundings {
        obstacles = Set.copyOf(obstacles);
        agents = List.copyOf(agents);
    }

    Optional<String> nodeOf(String member) {
        return agents.stream()
                .filter(agent -> agent.getMembersList().contains(member))
                .map(BackupAgentRegistration::getNode)
                .findFirst();
    }
}
