package io.pgbaton.coordinator.decide.restore;

import io.pgbaton.proto.v1.BackupAgentRegistration;
import java.time.Instant;
import java.util.List;
import java.util.Set;

/**
 * What of the world concerns a restore.
 *
 * @param scope that is restored, as {@code <namespace>/<scope>}
 * @param nanos monotonic
 * @param replaying what is heard happened before the scope was taken over: nothing is begun
 * @param paused R11
 * @param leader of the scope, empty when there is none
 * @param agents backup agents of the scope that are there
 * @param broken members that will not come back by themselves, as they tell
 */
public record Around(
        String scope,
        long nanos,
        Instant wall,
        boolean replaying,
        boolean paused,
        String leader,
        List<BackupAgentRegistration> agents,
        Set<String> broken) {
    public Around {
        agents = List.copyOf(agents);
        broken = Set.copyOf(broken);
    }

    /** @param node empty for this coordinator */
    boolean has(String node) {
        return node.isEmpty()
                || agents.stream().anyMatch(agent -> agent.getNode().equals(node));
    }
}
