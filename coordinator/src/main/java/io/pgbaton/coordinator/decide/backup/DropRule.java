package io.pgbaton.coordinator.decide.backup;

import io.pgbaton.proto.v1.BackupType;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * Whether WAL that was thrown away wants a backup: from then on no point in time can be reached, until one is there that was
 * begun later. Not where the calendars alone are to say.
 */
final class DropRule {
    /** More is often thrown away at once; and the clock that told when is not the one that plans. */
    private static final Duration CALM = Duration.ofMinutes(1);

    private DropRule() {}

    static Optional<Wanted> judge(PolicyState state, Surroundings now) {
        boolean concerned =
                state.policy().work() == Work.BACKUPS && state.policy().afterFailover() != AfterFailover.NEVER;
        return now.dropped()
                .filter(at -> concerned && isOver(now, at) && isOpen(state, at))
                .map(Wanted::byDrop);
    }

    private static boolean isOver(Surroundings now, Instant at) {
        return !now.wall().isBefore(at.plus(CALM));
    }

    private static boolean isOpen(PolicyState state, Instant at) {
        return at.isAfter(state.agenda().drops()) && !state.holdings().hasSince(BackupType.BACKUP_TYPE_INCR, at);
    }
}
