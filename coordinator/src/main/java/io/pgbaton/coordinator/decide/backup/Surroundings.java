package io.pgbaton.coordinator.decide.backup;

import io.pgbaton.proto.v1.RefusalReason;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What holds while a decision is made.
 *
 * @param nanos monotonic, for waits
 * @param wall for calendars
 * @param replaying what is told happened before the scope was ours: nothing is begun
 * @param handedOver a handover is open, or the cluster goes back to an earlier state
 * @param obstacles R11, empty when automation may add load
 * @param epoch of the leader that takes writes; 0 while there is none
 * @param streaming whether a replica streams from it
 * @param nodes of the backup agents that have the stanza
 * @param last the handover that ended last
 * @param lost WAL that no backup replaces yet; empty while nothing can be archived
 */
public record Surroundings(
        long nanos,
        Instant wall,
        boolean replaying,
        boolean handedOver,
        Set<RefusalReason> obstacles,
        long epoch,
        boolean streaming,
        List<String> nodes,
        Optional<Succession> last,
        Optional<LostWal> lost) {

    public Surroundings {
        obstacles = Set.copyOf(obstacles);
        nodes = nodes.stream().sorted().toList();
    }
}
