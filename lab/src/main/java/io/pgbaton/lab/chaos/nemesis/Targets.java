package io.pgbaton.lab.chaos.nemesis;

import io.pgbaton.lab.Host;
import io.pgbaton.lab.Lab;
import io.pgbaton.lab.LabException;
import io.pgbaton.lab.Layout;
import io.pgbaton.lab.chaos.plan.Place;
import io.pgbaton.lab.cluster.Scope;
import java.util.List;

/** Who has a role now. While nobody can tell who leads, whoever led last. */
final class Targets {
    private final Lab lab;
    private String leader = Layout.NODES.get(0);

    Targets(Lab lab) {
        this.lab = lab;
    }

    Host host(Place place) {
        return lab.host(
                switch (place) {
                    case LEADER -> leader();
                    case FIRST_FOLLOWER -> followers().get(0);
                    case SECOND_FOLLOWER -> followers().get(1);
                    case FIRST_COORDINATOR -> Layout.COORDINATORS.get(0);
                    case SECOND_COORDINATOR -> Layout.COORDINATORS.get(1);
                    case BUS -> Layout.BUS;
                });
    }

    private List<String> followers() {
        String leads = leader();
        return Layout.NODES.stream().filter(node -> !node.equals(leads)).toList();
    }

    private String leader() {
        try {
            leader = lab.leaderNow(Scope.MAIN).orElse(leader);
        } catch (LabException etcdIsSilent) {
            return leader;
        }
        return leader;
    }
}
