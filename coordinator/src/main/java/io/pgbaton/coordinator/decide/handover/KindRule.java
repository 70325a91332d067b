package io.pgbaton.coordinator.decide.handover;

import io.pgbaton.coordinator.decide.fact.Reign;
import io.pgbaton.proto.v1.HandoverKind;

/**
 * The kind of a handover by what is known so far; it may be refined until the handover closes. An overwritten key is
 * always an alarm, so it goes before everything else.
 */
public final class KindRule {
    private KindRule() {}

    public static HandoverKind of(Situation situation) {
        if (situation.wasOverwritten()) {
            return HandoverKind.OVERWRITE;
        }
        if (situation.opening().isBootstrap()) {
            return HandoverKind.BOOTSTRAP;
        }
        if (isSameMemberAgain(situation)) {
            return HandoverKind.RESTART;
        }
        return situation.request().isPresent() || !situation.hasEnded()
                ? HandoverKind.SWITCHOVER
                : HandoverKind.FAILOVER;
    }

    private static boolean isSameMemberAgain(Situation situation) {
        String old = situation.opening().oldMember();
        return !old.isEmpty()
                && situation.successor().map(Reign::member).filter(old::equals).isPresent();
    }
}
