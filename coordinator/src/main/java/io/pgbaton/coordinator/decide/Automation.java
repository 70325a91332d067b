package io.pgbaton.coordinator.decide;

import io.pgbaton.proto.handsoff.HandsOff;
import io.pgbaton.proto.v1.RefusalReason;
import java.util.EnumSet;
import java.util.Set;

/** R11: what adds load without having been asked for by a person asks here first, and nowhere else. */
public final class Automation {
    private Automation() {}

    /** Why it has to wait: PAUSED, FLAPPING; empty when it may go on. */
    public static Set<RefusalReason> obstacles(HandsOff hands, Stability stability) {
        Set<RefusalReason> obstacles = EnumSet.noneOf(RefusalReason.class);
        if (hands.paused()) {
            obstacles.add(RefusalReason.PAUSED);
        }
        if (stability.flapping().isPresent()) {
            obstacles.add(RefusalReason.FLAPPING);
        }
        return obstacles;
    }
}
