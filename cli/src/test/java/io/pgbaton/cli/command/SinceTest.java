package io.pgbaton.cli.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneId;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SinceTest {
    /** 20:00 in Berlin. */
    private static final InstantSource CLOCK = InstantSource.fixed(Instant.parse("2026-11-20T19:00:00Z"));

    @ParameterizedTest
    @CsvSource({
        "90s,PT90S",
        "10m,PT10M",
        "2h,PT2H",
        "7d,P7D",
        "19:30,PT30M",
        "2026-11-20,PT20H",
        "2026-11-20T18:00,PT2H",
        "2026-11-20T18:00:00Z,PT1H"
    })
    void readsLengthsAndPointsInTime(String text, Duration back) {
        assertEquals(back, parse(text));
    }

    @Test
    void refusesTheFutureAndWhatItCannotRead() {
        assertThrows(IllegalArgumentException.class, () -> parse("21:00"));
        String message = assertThrows(IllegalArgumentException.class, () -> parse("yesterday"))
                .getMessage();
        assertTrue(message.contains("2h"), message);
    }

    private static Duration parse(String text) {
        return Since.parse(text, CLOCK, ZoneId.of("Europe/Berlin"));
    }
}
