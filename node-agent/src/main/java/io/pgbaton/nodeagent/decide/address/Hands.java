package io.pgbaton.nodeagent.decide.address;

import io.pgbaton.proto.v1.RefusalReason;
import java.util.Optional;

/**
 * What operators ask of this address (R11). Only taking it is ever withheld; letting go for safety needs nobody's leave.
 *
 * @param frozen why the address is not to move, "" when it may
 * @param maintenance why this node is not to carry it, "" when it may
 * @param refusedFor epoch for which it was refused without a command, 0 for none: said once
 */
record Hands(String frozen, String maintenance, long refusedFor) {
    static final Hands FREE = new Hands("", "", 0);

    boolean inMaintenance() {
        return !maintenance.isEmpty();
    }

    /** Why the address may not be taken here; empty when it may. */
    Optional<RefusalReason> refusal() {
        if (inMaintenance()) {
            return Optional.of(RefusalReason.MAINTENANCE);
        }
        return frozen.isEmpty() ? Optional.empty() : Optional.of(RefusalReason.PAUSED);
    }

    String detail() {
        return inMaintenance() ? maintenance : frozen;
    }

    /** A new reason is refused anew. */
    Hands told(String nowFrozen, String nowMaintenance) {
        boolean same = nowFrozen.equals(frozen) && nowMaintenance.equals(maintenance);
        return same ? this : new Hands(nowFrozen, nowMaintenance, 0);
    }

    Hands refused(long epoch) {
        return new Hands(frozen, maintenance, epoch);
    }
}
