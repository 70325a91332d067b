package io.pgbaton.cli.show;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.pgbaton.proto.Scope;
import io.pgbaton.proto.bus.BusRecord;
import io.pgbaton.proto.bus.EventType;
import io.pgbaton.proto.v1.LeaderLost;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Instant;
import java.time.ZoneId;
import org.junit.jupiter.api.Test;

class EventLinesTest {
    private final StringWriter written = new StringWriter();

    @Test
    void showsTheTimeTheOffsetWithinTheHandoverAndASentence() {
        EventLines lines = new EventLines(terminal(false), false);

        assertEquals(
                "20:03:12.345   +0.000 s  leader.lost           n3 lost the leadership",
                lines.line(lost("2026-11-20T19:03:12.345Z", "h1")));
        assertEquals(
                "20:03:12.468   +0.123 s  leader.lost           n3 lost the leadership",
                lines.line(lost("2026-11-20T19:03:12.468Z", "h1")));
        assertEquals(
                "20:03:12.500             leader.lost           n3 lost the leadership",
                lines.line(lost("2026-11-20T19:03:12.500Z", "")));
    }

    @Test
    void namesTheScopeOnlyWhereThereAreMany() {
        String line = new EventLines(terminal(false), true).line(lost("2026-11-20T19:03:12Z", ""));
        assertTrue(line.contains("service/demo"), line);
    }

    @Test
    void paintsOnlyOnATerminal() {
        BusRecord record = lost("2026-11-20T19:03:12Z", "");
        assertTrue(new EventLines(terminal(true), false).line(record).contains("\u001b["));
        assertFalse(new EventLines(terminal(false), false).line(record).contains("\u001b["));
    }

    @Test
    void saysWhenTheDayChanges() {
        EventLines lines = new EventLines(terminal(false), false);
        lines.print(lost("2026-11-19T19:03:12Z", ""));
        lines.print(lost("2026-11-19T19:03:13Z", ""));
        lines.print(lost("2026-11-20T19:03:12Z", ""));

        assertEquals(
                2,
                written.toString()
                        .lines()
                        .filter(line -> line.startsWith("-- "))
                        .count());
    }

    @Test
    void alignsATableWhateverIsInIt() {
        new Table("A", "LONG HEAD", "C")
                .row(Cell.of("wide cell"), Cell.of(1, Colour.ALARM), Cell.of(""))
                .print(terminal(false));
        assertEquals(
                "A          LONG HEAD  C\nwide cell  1\n", written.toString().replace("\r", ""));
    }

    private Terminal terminal(boolean colour) {
        return new Terminal(new PrintWriter(written, true), colour, 100, ZoneId.of("Europe/Berlin"));
    }

    private static BusRecord lost(String time, String handover) {
        Scope scope = new Scope("service", "demo");
        return new BusRecord(
                time,
                BusRecord.publicSource(scope),
                EventType.LEADER_LOST,
                scope,
                "n3",
                Instant.parse(time),
                handover,
                "",
                LeaderLost.newBuilder().setMember("n3").build());
    }
}
