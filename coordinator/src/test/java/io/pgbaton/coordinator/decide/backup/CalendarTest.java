package io.pgbaton.coordinator.decide.backup;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CalendarTest {
    private static final ZoneId BERLIN = ZoneId.of("Europe/Berlin");
    private static final ZoneId BEIRUT = ZoneId.of("Asia/Beirut");

    @Test
    void itIsOfTheZoneThatItIsReadIn() {
        Calendar atOne = Calendar.of("0 1 * * 0");
        Instant friday = Instant.parse("2026-11-20T12:00:00Z");
        assertEquals(Instant.parse("2026-11-22T01:00:00Z"), atOne.next(friday, ZoneOffset.UTC));
        assertEquals(Instant.parse("2026-11-22T00:00:00Z"), atOne.next(friday, BERLIN));
        assertEquals(Instant.parse("2026-11-15T00:00:00Z"), atOne.last(friday, BERLIN));
    }

    @Test
    void aDueTimeIsTheLastOneFromThenOnAndNoLongerTheNext() {
        Calendar daily = Calendar.of("0 1 * * *");
        Instant due = Instant.parse("2026-11-22T01:00:00Z");
        assertEquals(due, daily.last(due, ZoneOffset.UTC));
        assertEquals(due.plus(Duration.ofDays(1)), daily.next(due, ZoneOffset.UTC));
        assertEquals(due.minus(Duration.ofDays(1)), daily.last(due.minusNanos(1), ZoneOffset.UTC));
        assertEquals(due, daily.next(due.minusNanos(1), ZoneOffset.UTC));
    }

    @Test
    void aTimeThatTheClocksLeapOverComesWhenTheyLeap() {
        Calendar calendar = Calendar.of("30 2 * * *");
        assertEquals(
                List.of("2026-03-28T01:30:00Z", "2026-03-29T01:00:00Z", "2026-03-30T00:30:00Z"),
                dues(calendar, BERLIN, "2026-03-28T00:00:00Z", "2026-03-30T12:00:00Z"));
    }

    @Test
    void aMidnightThatTheClocksLeapOverIsNoDayWithoutABackup() {
        assertEquals(
                List.of("2026-03-27T22:00:00Z", "2026-03-28T22:00:00Z", "2026-03-29T21:00:00Z"),
                dues(Calendar.of("0 0 * * *"), BEIRUT, "2026-03-27T12:00:00Z", "2026-03-30T12:00:00Z"));
    }

    @Test
    void aTimeThatComesTwiceCountsTheFirstTime() {
        Calendar calendar = Calendar.of("30 2 * * *");
        assertEquals(
                List.of("2026-10-24T00:30:00Z", "2026-10-25T00:30:00Z", "2026-10-26T01:30:00Z"),
                dues(calendar, BERLIN, "2026-10-24T00:00:00Z", "2026-10-26T12:00:00Z"));
        Instant again = Instant.parse("2026-10-25T01:15:00Z");
        assertEquals(Instant.parse("2026-10-25T00:30:00Z"), calendar.last(again, BERLIN), "it is 2:15 once more");
        assertEquals(Instant.parse("2026-10-26T01:30:00Z"), calendar.next(again, BERLIN));
    }

    @ParameterizedTest
    @ValueSource(strings = {"*/20 * * * *", "30 2 * * *", "0 */2 * * *", "15 0-4 * * 0", "59 23 * * *"})
    void forwardsAndBackwardsItHasTheSameDueTimes(String cron) {
        Calendar calendar = Calendar.of(cron);
        for (String day : List.of("2026-03-29", "2026-10-25")) {
            Instant end = Instant.parse(day + "T23:00:00Z");
            Instant due = calendar.next(Instant.parse(day + "T00:00:00Z").minus(Duration.ofDays(8)), BERLIN);
            while (due.isBefore(end)) {
                Instant next = calendar.next(due, BERLIN);
                assertTrue(next.isAfter(due), cron + ": " + next + " after " + due);
                assertEquals(due, calendar.last(next.minusNanos(1), BERLIN), cron);
                due = next;
            }
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "0 25 * * *     | Value 25 not in range [0, 23]",
                "0 1 * *        | 4 parts",
                "0 0 1 * * 0    | 6 parts",
                "0 1 * * MON#2  | MON#2",
                "@daily         | Nicknames not supported",
                "5-1 * * * *    | Invalid range! [5,1]",
                "0 1 31 2 *     | no year has such a day"
            })
    void whatIsNoCalendarIsRefusedWithTheReason(String cron, String reason) {
        IllegalArgumentException refused = assertThrows(IllegalArgumentException.class, () -> Calendar.of(cron));
        assertTrue(refused.getMessage().contains(reason), refused.getMessage());
        assertFalse(refused.getMessage().contains("Failed to parse"), refused.getMessage());
    }

    @Test
    void whatIsWrittenAlikeIsTheSame() {
        assertEquals(Calendar.of("0 1 * * 0"), Calendar.of(" 0 1 * * 0 "));
        assertEquals("0 1 * * 0", Calendar.of("0 1 * * 0").toString());
    }

    private static List<String> dues(Calendar calendar, ZoneId zone, String after, String before) {
        List<String> dues = new ArrayList<>();
        Instant due = calendar.next(Instant.parse(after), zone);
        while (due.isBefore(Instant.parse(before))) {
            dues.add(due.toString());
            due = calendar.next(due, zone);
        }
        return dues;
    }
}
