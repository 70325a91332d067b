package io.pgbaton.coordinator.decide.backup;

import io.pgbaton.proto.v1.BackupType;
import java.time.Duration;
import java.util.Optional;

/** Whether WAL that was lost wants a backup. Not where the calendars alone are to say. */
final class LossRule {
    /** More is often thrown away at once; and the clock that told when is not the one that plans. */
    private static final Duration CALM = Duration.ofMinutes(1);
    /** What goes on being lost would have one backup after the other; it is told meanwhile. */
    private static final Duration AT_MOST_EVERY = Duration.ofHours(1);

    private LossRule() {}

    static Optional<Wanted> judge(PolicyState state, Surroundings now) {
        boolean concerned =
                state.policy().work() == Work.BACKUPS && state.policy().afterFailover() != AfterFailover.NEVER;
        return now.lost()
                .filter(lost -> concerned && isOver(now, lost) && isOpen(state, lost) && !isSoon(state, now))
                .map(Wanted::byLoss);
    }

    private static boolean isOver(Surroundings now, LostWal lost) {
        return !now.wall().isBefore(lost.at().plus(CALM));
    }

    private static boolean isSoon(PolicyState state, Surroundings now) {
        return now.wall().isBefore(state.agenda().losses().plus(AT_MOST_EVERY));
    }

    private static boolean isOpen(PolicyState state, LostWal lost) {
        return lost.at().isAfter(state.agenda().losses())
                && !state.holdings().hasSince(BackupType.BACKUP_TYPE_INCR, lost.at());
    }
}
