package io.pgbaton.coordinator.decide.backup;

import java.time.Instant;
import java.time.ZoneId;

/**
 * Where one calendar of a policy stands.
 *
 * @param settled due times up to this are dealt with: a backup covers them, they were given up, or the calendar was not there
 * @param last the last one that was due by now
 * @param next the first one after it
 */
public record DueTimes(Calendar calendar, ZoneId zone, Instant settled, Instant last, Instant next) {

    static DueTimes from(Calendar calendar, ZoneId zone, Instant settled, Instant now) {
        return new DueTimes(calendar, zone, settled, calendar.last(now, zone), calendar.next(now, zone));
    }

    /** Calendars are asked only when it matters; clocks also go back. */
    DueTimes at(Instant now) {
        return now.isBefore(last) || !now.isBefore(next) ? from(calendar, zone, settled, now) : this;
    }

    DueTimes settled(Instant until) {
        return until.isAfter(settled) ? new DueTimes(calendar, zone, until, last, next) : this;
    }

    boolean isDue() {
        return last.isAfter(settled);
    }

    /** The same, of which so much was dealt with before. */
    DueTimes restored(Instant until) {
        return new DueTimes(calendar, zone, until, last, next);
    }
}
