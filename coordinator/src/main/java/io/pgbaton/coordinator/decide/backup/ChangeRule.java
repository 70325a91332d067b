package io.pgbaton.coordinator.decide.backup;

import io.pgbaton.proto.v1.BackupType;
import java.time.Duration;
import java.util.Optional;

/**
 * Whether the leader's change wants a backup. The first that holds:
 *
 * <pre>
 * none that is not settled                              no
 * the rule says never; the timeline stayed; a backup
 *  was begun after it                                   no, settled
 * a failover, and the rule says always                  yes
 * the leader before it is not settled                   yes: one for both
 * the WAL across it is in the repository                no, settled
 * ... is not there yet                                  in a quarter of an hour
 * ... is not shown to be whole                          yes
 * </pre>
 */
final class ChangeRule {
    /** Agents look at their repositories every few minutes. */
    private static final Duration PATIENCE = Duration.ofMinutes(15);

    private ChangeRule() {}

    /** @param settled nothing more is owed to this leader */
    record Finding(boolean settled, Optional<Wanted> wanted) {
        static final Finding WAIT = new Finding(false, Optional.empty());
        static final Finding SETTLED = new Finding(true, Optional.empty());
    }

    static Finding judge(PolicyState state, Surroundings now) {
        if (now.handedOver()) {
            return Finding.WAIT;
        }
        return state.change().map(change -> judge(state, now, change)).orElse(Finding.SETTLED);
    }

    private static Finding judge(PolicyState state, Surroundings now, Succession change) {
        AfterFailover rule = state.policy().afterFailover();
        boolean doubtful = change.ended() > state.agenda().epoch();
        if (rule == AfterFailover.NEVER
                || state.holdings().hasSince(BackupType.BACKUP_TYPE_INCR, change.over())
                || (change.isOnOneTimeline() && !doubtful)) {
            return Finding.SETTLED;
        } else if (rule == AfterFailover.ALWAYS && !change.planned()) {
            return wanted(change, "the leader was lost");
        } else if (doubtful) {
            return wanted(change, "the leader changed again before the WAL was known to be whole");
        }
        return byWal(state, now, change);
    }

    private static Finding byWal(PolicyState state, Surroundings now, Succession change) {
        WalChain.Finding chain = state.holdings().chain().across(change);
        boolean soon = !state.quiet().lasts(PATIENCE, now.nanos());
        return switch (chain.verdict()) {
            case WHOLE -> Finding.SETTLED;
            case NOT_YET -> soon ? Finding.WAIT : wanted(change, "the WAL " + chain.why());
            case NOT_SHOWN -> wanted(change, "the WAL " + chain.why());
        };
    }

    private static Finding wanted(Succession change, String why) {
        String switched = change.oldTimeline() + " to " + change.newTimeline();
        return new Finding(false, Optional.of(Wanted.byChange(change, "timeline " + switched + ": " + why)));
    }
}
