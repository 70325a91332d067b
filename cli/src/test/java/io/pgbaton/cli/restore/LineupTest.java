package io.pgbaton.cli.restore;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.pgbaton.cli.CliFault;
import io.pgbaton.cli.ExitCode;
import io.pgbaton.cli.read.ScopeLookup;
import io.pgbaton.cli.read.ScopeState;
import io.pgbaton.proto.Scope;
import io.pgbaton.proto.key.PatroniKeys;
import io.pgbaton.runtime.etcd.Entry;
import io.pgbaton.runtime.etcd.Snapshot;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class LineupTest {
    private static final Scope SCOPE = new Scope("service", "demo");
    private static final PatroniKeys KEYS = new PatroniKeys(SCOPE);

    @Test
    void whoLeadsNowIsFirstUnlessAnotherIsNamed() {
        ScopeState state = patroni("n2", "n1", "n2", "n3");
        Set<String> hosted = Set.of("n1", "n2", "n3");
        assertEquals(List.of("n2", "n1", "n3"), Lineup.of(state, hosted, null).members());
        assertEquals(List.of("n3", "n1", "n2"), Lineup.of(state, hosted, "n3").members());
        assertEquals(List.of(), Lineup.of(state, hosted, null).notes());
    }

    @Test
    void withoutALeaderTheFirstOneIs() {
        assertEquals(
                List.of("n1", "n2"),
                Lineup.of(patroni("", "n1", "n2"), Set.of("n1", "n2"), null).members());
    }

    @Test
    void oneThatDoesNotRunIsRestoredTooAndSaidSo() {
        Lineup lineup = Lineup.of(patroni("n1", "n1"), Set.of("n1", "n3"), null);
        assertEquals(List.of("n1", "n3"), lineup.members());
        assertTrue(lineup.notes().get(0).startsWith("n3 is known to its backup agent alone"), lineup.toString());
    }

    @Test
    void oneThatNoAgentHasIsAMemberAllTheSame() {
        assertEquals(
                List.of("n1", "n2"),
                Lineup.of(patroni("n1", "n1", "n2"), Set.of("n1"), null).members());
    }

    @Test
    void anUnknownLeaderAndAnEmptyClusterAreNotFound() {
        CliFault unknown = assertThrows(CliFault.class, () -> Lineup.of(patroni("n1", "n1"), Set.of("n2"), "n7"));
        assertEquals(ExitCode.NOT_FOUND, unknown.exitCode());
        assertTrue(unknown.getMessage().endsWith("there are n1, n2"), unknown.getMessage());
        assertEquals(
                ExitCode.NOT_FOUND,
                assertThrows(CliFault.class, () -> Lineup.of(patroni(""), Set.of(), null))
                        .exitCode());
    }

    private static ScopeState patroni(String leader, String... members) {
        Map<String, Entry> entries = new HashMap<>();
        if (!leader.isEmpty()) {
            put(entries, KEYS.leader(), leader);
        }
        for (String member : members) {
            put(entries, KEYS.member(member), "{\"state\":\"running\"}");
        }
        return ScopeLookup.state(SCOPE, new Snapshot(1, 7, entries));
    }

    private static void put(Map<String, Entry> entries, String key, String value) {
        entries.put(key, new Entry(key, value, 5, 5, 1, 0));
    }
}
