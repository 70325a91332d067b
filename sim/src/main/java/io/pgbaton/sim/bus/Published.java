package io.pgbaton.sim.bus;

import io.pgbaton.coordinator.decide.Identity;
import io.pgbaton.proto.bus.BusRecord;
import io.pgbaton.proto.bus.Topic;
import io.pgbaton.proto.v1.ClusterState;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** What a coordinator that takes over finds on the bus: ids that are there already, and the scope as last described. */
record Published(Set<String> ids, ClusterState described) {

    static Published of(SimBus bus) {
        Set<String> ids = new HashSet<>();
        bus.log(Topic.EVENTS).forEach(r -> ids.add(r.id()));
        bus.log(Topic.COMMANDS).forEach(r -> ids.add(r.id()));
        bus.log(Topic.AUDIT).stream()
                .filter(r -> r.source().endsWith("/" + Identity.DAEMON))
                .forEach(r -> ids.add(r.id()));
        List<BusRecord> states = bus.log(Topic.CLUSTERS);
        ClusterState last = states.isEmpty()
                ? ClusterState.getDefaultInstance()
                : states.get(states.size() - 1).data(ClusterState.class);
        return new Published(ids, last);
    }
}
