package io.pgbaton.coordinator.observe;

import io.pgbaton.proto.Scope;
import io.pgbaton.proto.v1.ClusterState;
import io.pgbaton.runtime.bus.TopicSlice;
import java.time.Instant;
import java.util.Map;
import java.util.Set;

/**
 * What was on the bus when partitions were assigned to this coordinator.
 *
 * @param since from when on {@code ids} is complete, by the broker's clock
 * @param ids of events, commands and this program's own audit records, by scope
 * @param described the last state of each scope
 * @param ends last offset of each slice that is replayed; absent where nothing was published since {@code since}
 */
public record Published(
        Instant since, Map<Scope, Set<String>> ids, Map<Scope, ClusterState> described, Map<TopicSlice, Long> ends) {

    public Published {
        ids = Map.copyOf(ids);
        described = Map.copyOf(described);
        ends = Map.copyOf(ends);
    }
}
