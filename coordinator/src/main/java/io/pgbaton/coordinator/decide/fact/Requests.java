package io.pgbaton.coordinator.decide.fact;

import io.pgbaton.proto.bus.EventType;
import io.pgbaton.proto.v1.SwitchoverRequested;
import io.pgbaton.proto.v1.SwitchoverWithdrawn;
import java.util.Comparator;
import java.util.Optional;

/**
 * Switchovers asked for within one reign. Each has the revision of the key that asked; emptying the key later withdraws
 * it.
 */
public record Requests(Reign reign) {

    /** The newest one that stands. */
    public Optional<Fact> standing() {
        return newest().filter(fact -> !withdrawn(request(fact).getRevision()));
    }

    private Optional<Fact> newest() {
        return reign.all(EventType.SWITCHOVER_REQUESTED)
                .max(Comparator.comparingLong(fact -> request(fact).getRevision()));
    }

    public boolean withdrawn(long revision) {
        return reign.all(EventType.SWITCHOVER_WITHDRAWN)
                .anyMatch(fact -> fact.data(SwitchoverWithdrawn.class).getRevision() > revision);
    }

    /**
     * The one to drain for (DESIGN 4): immediate and naming the current leader, because anything else may not be meant
     * for now or for this one; a scheduled one from the moment the leader says that it stops.
     */
    public Optional<Fact> drainable() {
        return standing().filter(fact -> {
            SwitchoverRequested request = request(fact);
            boolean immediate = request.getScheduledAt().isEmpty();
            boolean stopping = reign.fact(EventType.LEADER_STOPPING).isPresent();
            return request.getLeader().equals(reign.member()) && (immediate || stopping);
        });
    }

    private static SwitchoverRequested request(Fact fact) {
        return fact.data(SwitchoverRequested.class);
    }
}
