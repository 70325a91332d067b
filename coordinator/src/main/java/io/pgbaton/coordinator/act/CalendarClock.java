package io.pgbaton.coordinator.act;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The clock by which calendars are read. It is the machine's, unless a test of a whole coordinator moves it: the file
 * that PGBATON_CLOCK_OFFSET names has how many seconds it is ahead. Waits and the times of records are not moved.
 */
final class CalendarClock {
    private static final Logger log = LoggerFactory.getLogger(CalendarClock.class);
    private static final String VARIABLE = "PGBATON_CLOCK_OFFSET";
    private static final CalendarClock OURS = new CalendarClock(
            InstantSource.system(), Optional.ofNullable(System.getenv(VARIABLE)).map(Path::of));

    private final InstantSource source;
    private final Optional<Path> offset;
    private long told;

    CalendarClock(InstantSource source, Optional<Path> offset) {
        this.source = source;
        this.offset = offset;
    }

    static Instant now() {
        return OURS.instant();
    }

    Instant instant() {
        return offset.map(file -> source.instant().plusSeconds(seconds(file))).orElseGet(source::instant);
    }

    /** A file that is not there moves nothing. */
    private long seconds(Path file) {
        long seconds = read(file);
        if (seconds != told) {
            told = seconds;
            log.warn("The clock of calendars is moved, as {} asks; that is for tests. seconds={}", VARIABLE, seconds);
        }
        return seconds;
    }

    private static long read(Path file) {
        try {
            return Files.exists(file) ? Long.parseLong(Files.readString(file).strip()) : 0;
        } catch (IOException | NumberFormatException notNow) {
            return 0;
        }
    }
}
