package io.pgbaton.cli.restore;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TargetTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    2026-11-22T04:00:00Z               | 2026-11-22 04:00:00.000000+00
                    2026-11-22 04:00:00+00             | 2026-11-22 04:00:00.000000+00
                    2026-11-22 04:00:00.123456+01:30   | 2026-11-22 02:30:00.123456+00
                    2026-11-22T04:00-0500              | 2026-11-22 09:00:00.000000+00
                    2026-11-22 04:00:00 UTC            | 2026-11-22 04:00:00.000000+00
                    2026-07-22 04:00:00 Europe/Berlin  | 2026-07-22 02:00:00.000000+00
                    """)
    void aTimeWithItsZoneIsSaidInUtc(String text, String value) {
        assertEquals(value, Target.time(text).value());
    }

    @ParameterizedTest
    @ValueSource(strings = {"2026-11-22 04:00:00", "2026-11-22T04:00:00", "2026-11-22", "yesterday", "now"})
    void aTimeWithoutAZoneIsRefusedWithWhatToWrite(String text) {
        String why = assertThrows(IllegalArgumentException.class, () -> Target.time(text))
                .getMessage();
        assertTrue(why.contains("2026-11-22T04:00:00Z"), why);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "2026-13-22 04:00:00+00",
                "2026-02-30 04:00:00+00",
                "2026-11-22 04:00:00 CET",
                "2026-11-22 04:00:00 Mars/Olympus",
                "2026-10-25 02:30:00 Europe/Berlin",
                "2026-03-29 02:30:00 Europe/Berlin"
            })
    void aTimeThatCannotBeOrIsNotClear(String text) {
        assertThrows(IllegalArgumentException.class, () -> Target.time(text));
    }

    @Test
    void theOthersAreCheckedToo() {
        assertThrows(IllegalArgumentException.class, () -> Target.lsn("16B3748"));
        assertThrows(IllegalArgumentException.class, () -> Target.xid("0x7"));
        assertThrows(IllegalArgumentException.class, () -> Target.name("it's"));
        assertEquals(0x16B3748L, Target.position("0/16B3748"));
        assertEquals(0x100000000L, Target.position("1/0"));
    }
}
