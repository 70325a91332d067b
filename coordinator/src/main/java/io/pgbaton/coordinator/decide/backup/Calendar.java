package io.pgbaton.coordinator.decide.backup;

import com.cronutils.model.CronType;
import com.cronutils.model.definition.CronDefinitionBuilder;
import com.cronutils.model.time.ExecutionTime;
import com.cronutils.parser.CronParser;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.zone.ZoneOffsetTransition;
import java.util.Optional;
import java.util.function.Function;

/**
 * When something is due, in the five fields of cron. The library is asked on a clock without daylight saving; what its answers
 * are in a zone is said here (ADR 0010): a time that the clocks leap over comes when they leap, one that comes twice counts the
 * first time.
 */
public final class Calendar {
    private static final String PREFIX = "Failed to parse cron expression. ";

    private final String text;
    private final ExecutionTime times;

    private Calendar(String text, ExecutionTime times) {
        this.text = text;
        this.times = times;
    }

    /** @throws IllegalArgumentException with a sentence, when it cannot be read or never comes */
    public static Calendar of(String text) {
        Calendar calendar = new Calendar(text.strip(), parse(text.strip()));
        if (calendar.after(LocalDateTime.ofEpochSecond(0, 0, ZoneOffset.UTC)).isEmpty()) {
            throw new IllegalArgumentException("no year has such a day");
        }
        return calendar;
    }

    /** The first due time that is later than this. */
    public Instant next(Instant after, ZoneId zone) {
        LocalDateTime local = LocalDateTime.ofInstant(after, zone);
        Instant due;
        do {
            local = after(local).orElseThrow();
            due = in(zone, local);
        } while (!due.isAfter(after));
        return due;
    }

    /** The last due time that is not later than this. */
    public Instant last(Instant until, ZoneId zone) {
        LocalDateTime local = beyond(until, zone);
        Instant due;
        do {
            local = found(times::lastExecution, local).orElseThrow();
            due = in(zone, local);
        } while (due.isAfter(until));
        return due;
    }

    private Optional<LocalDateTime> after(LocalDateTime local) {
        return found(times::nextExecution, local);
    }

    /** A local time after all those that are due by then. */
    private static LocalDateTime beyond(Instant until, ZoneId zone) {
        ZonedDateTime at = until.atZone(zone);
        ZoneOffsetTransition fold = zone.getRules().getTransition(at.toLocalDateTime());
        boolean again = fold != null && at.getOffset().equals(fold.getOffsetAfter());
        return again ? fold.getDateTimeBefore() : at.toLocalDateTime().plusNanos(1);
    }

    /** Never earlier than an earlier local time: so no due time is passed over, and none comes again. */
    private static Instant in(ZoneId zone, LocalDateTime local) {
        ZoneOffsetTransition transition = zone.getRules().getTransition(local);
        boolean leapt = transition != null && transition.isGap();
        return leapt
                ? transition.getInstant()
                : ZonedDateTime.ofLocal(local, zone, null).toInstant();
    }

    private static Optional<LocalDateTime> found(
            Function<ZonedDateTime, Optional<ZonedDateTime>> search, LocalDateTime from) {
        return search.apply(from.atZone(ZoneOffset.UTC)).map(ZonedDateTime::toLocalDateTime);
    }

    private static ExecutionTime parse(String text) {
        try {
            return ExecutionTime.forCron(
                    new CronParser(CronDefinitionBuilder.instanceDefinitionFor(CronType.UNIX)).parse(text));
        } catch (IllegalArgumentException wrong) {
            String why = String.valueOf(wrong.getMessage());
            throw new IllegalArgumentException(why.startsWith(PREFIX) ? why.substring(PREFIX.length()) : why, wrong);
        }
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Calendar calendar && calendar.text.equals(text);
    }

    @Override
    public int hashCode() {
        return text.hashCode();
    }

    /** As it was written. */
    @Override
    public String toString() {
        return text;
    }
}
