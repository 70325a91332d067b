package io.pgbaton.nodeagent.observe.scope;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.pgbaton.nodeagent.decide.leadership.TimelineEnd;
import io.pgbaton.proto.Scope;
import io.pgbaton.proto.key.PatroniKeys;
import io.pgbaton.runtime.etcd.Entry;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Patroni's history key as it is written, and as nobody should write it. */
class HistoryReaderTest {
    private static final PatroniKeys KEYS = new PatroniKeys(new Scope("service", "demo"));

    @Test
    void everyTimelineThatEndedIsReadWithItsEndAndWhoFollowed() {
        String value =
                """
                [[1,68158200,"no recovery target specified","2026-11-20T17:14:21.728083+00:00","n1"],
                 [2,69206184,"no recovery target specified"]]""";
        assertEquals(List.of(new TimelineEnd(1, 68_158_200, "n1"), new TimelineEnd(2, 69_206_184, "")), read(value));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "{}", "[", "[1,2]", "[[]]", "[[\"1\",2]]", "[[1]]", "[[1,null]]", "null"})
    void whatIsNoHistoryReadsAsNone(String value) {
        assertEquals(List.of(), read(value));
    }

    @Test
    void aClusterWithoutAHistoryHasNone() {
        assertEquals(List.of(), new ScopeReader(KEYS, () -> 0).read(2, Map.of()).history());
    }

    private static List<TimelineEnd> read(String value) {
        Map<String, Entry> entries = Map.of(KEYS.history(), new Entry(KEYS.history(), value, 2, 2, 1, 0));
        return new ScopeReader(KEYS, () -> 0).read(2, entries).history();
    }
}
