package io.pgbaton.coordinator.decide.backup;

import io.pgbaton.proto.v1.BackupType;
import java.util.Locale;
import java.util.Optional;

/**
 * A backup that has to be made.
 *
 * @param anchor what it is for, the same for whoever works it out
 * @param epoch of the leader after whose coming it is made, 0 when a calendar alone asks for it
 * @param handover its id; empty with an epoch of 0
 */
record Wanted(String anchor, BackupType type, String reason, long epoch, String handover) {
    private static final String LOST = "lost@";

    static Wanted byCalendar(Work work, BackupType type, DueTimes times) {
        String name = type == BackupType.BACKUP_TYPE_UNSPECIFIED
                ? work.word()
                : type.name().substring("BACKUP_TYPE_".length()).toLowerCase(Locale.ROOT);
        String reason =
                "due since " + times.last() + " by " + name + ": " + times.calendar() + " (" + times.zone() + ")";
        return new Wanted(name + "@" + times.last(), type, reason, 0, "");
    }

    /** What changed with the timeline pgBackRest finds out by itself, by checksums: the smallest type will do. */
    static Wanted byChange(Succession change, String why) {
        return new Wanted(
                "epoch@" + change.epoch(), BackupType.BACKUP_TYPE_INCR, why, change.epoch(), change.handover());
    }

    /** The next backup of any type ends what the archive lacks. */
    static Wanted byLoss(LostWal lost) {
        return new Wanted(LOST + lost.at(), BackupType.BACKUP_TYPE_INCR, lost.why(), 0, "");
    }

    /** Whether lost WAL alone asked for it. */
    static boolean isByLoss(String anchor) {
        return anchor.startsWith(LOST);
    }

    /** One backup for both: for what a calendar asks, of its type, because of the other. */
    static Optional<Wanted> both(Optional<Wanted> calendar, Optional<Wanted> event) {
        if (calendar.isEmpty() || event.isEmpty()) {
            return calendar.or(() -> event);
        }
        Wanted due = calendar.get();
        Wanted after = event.get();
        return Optional.of(new Wanted(
                due.anchor(), due.type(), after.reason() + "; " + due.reason(), after.epoch(), after.handover()));
    }
}
