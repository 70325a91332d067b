package io.pgbaton.lab.chaos.plan;

import java.util.List;

/** Where a fault strikes, by role: who has the role is seen only when it is time. */
public enum Place {
    LEADER,
    FIRST_FOLLOWER,
    SECOND_FOLLOWER,
    FIRST_COORDINATOR,
    SECOND_COORDINATOR,
    BUS;

    /** The leader as often as both of the others together: most of what can go wrong goes wrong there. */
    static List<Place> of(FaultKind kind) {
        return switch (kind.where()) {
            case NODE ->
                kind == FaultKind.SWITCHOVER
                        ? List.of(LEADER)
                        : List.of(LEADER, LEADER, FIRST_FOLLOWER, SECOND_FOLLOWER);
            case COORDINATOR -> List.of(FIRST_COORDINATOR, SECOND_COORDINATOR);
            case BUS -> List.of(BUS);
        };
    }
}
