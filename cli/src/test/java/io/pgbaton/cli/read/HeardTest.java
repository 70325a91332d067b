package io.pgbaton.cli.read;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.pgbaton.cli.CliFault;
import io.pgbaton.cli.ExitCode;
import io.pgbaton.proto.Scope;
import io.pgbaton.proto.bus.BusRecord;
import io.pgbaton.proto.bus.EventType;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class HeardTest {
    private final Heard heard = new Heard(2);

    @Test
    void whatFitsComesInOrder() {
        heard.add(record("a"));
        heard.add(record("b"));
        assertEquals("a", heard.next().orElseThrow().id());
        assertEquals("b", heard.next(System.nanoTime()).orElseThrow().id());
        assertEquals(Optional.empty(), heard.next(System.nanoTime()));
    }

    @Test
    void whatDoesNotFitIsAFaultAndNotAGap() {
        heard.add(record("a"));
        heard.add(record("b"));
        heard.add(record("c"));
        CliFault fault = assertThrows(CliFault.class, heard::next);
        assertEquals(ExitCode.UNREACHABLE, fault.exitCode());
        assertTrue(fault.getMessage().startsWith("watch-overflow: more than 2 records"), fault.getMessage());
    }

    private static BusRecord record(String id) {
        Scope scope = new Scope("service", "demo");
        EventType type = EventType.RESTORE_PROGRESSED;
        return new BusRecord(
                id, BusRecord.publicSource(scope), type, scope, "", Instant.EPOCH, "", "", type.prototype());
    }
}
