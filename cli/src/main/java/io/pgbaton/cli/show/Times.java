package io.pgbaton.cli.show;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/** Times and lengths as people read them: local, to the millisecond. */
public final class Times {
    private static final DateTimeFormatter CLOCK = DateTimeFormatter.ofPattern("HH:mm:ss.SSS", Locale.ROOT);
    private static final DateTimeFormatter FULL = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss.SSS", Locale.ROOT);
    private static final DateTimeFormatter SECONDS = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss", Locale.ROOT);
    private static final int OFFSET_WIDTH = 10;

    private Times() {}

    public static String clock(Instant time, ZoneId zone) {
        return CLOCK.format(time.atZone(zone));
    }

    public static String full(Instant time, ZoneId zone) {
        return FULL.format(time.atZone(zone));
    }

    public static String toSecond(Instant time, ZoneId zone) {
        return SECONDS.format(time.atZone(zone));
    }

    /** Of minutes, hours and days: "45 s", "2 h 3 min", "3 d 4 h". */
    public static String length(Duration length) {
        if (length.toMinutes() < 1) {
            return Math.max(0, length.toSeconds()) + " s";
        }
        if (length.toHours() < 1) {
            return length.toMinutes() + " min";
        }
        return length.toDays() < 1
                ? length.toHours() + " h " + length.toMinutesPart() + " min"
                : length.toDays() + " d " + length.toHoursPart() + " h";
    }

    public static LocalDate day(Instant time, ZoneId zone) {
        return LocalDate.ofInstant(time, zone);
    }

    public static String seconds(Duration length) {
        return String.format(Locale.ROOT, "%.3f s", length.toNanos() / 1e9);
    }

    /** With its sign, right-aligned: clocks of two nodes may differ, so it can be negative. */
    public static String offset(Duration offset) {
        String text = String.format(Locale.ROOT, "%+.3f s", offset.toNanos() / 1e9);
        return " ".repeat(Math.max(0, OFFSET_WIDTH - text.length())) + text;
    }

    /** As much room as an offset takes. */
    public static String noOffset() {
        return " ".repeat(OFFSET_WIDTH);
    }

    /** Of microseconds since the Unix epoch, as the messages carry them. */
    public static Instant ofMicros(long micros) {
        return Instant.EPOCH.plus(Duration.ofNanos(micros * 1000));
    }
}
