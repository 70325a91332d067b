package io.pgbaton.coordinator.decide;

import static io.pgbaton.coordinator.decide.Seen.by;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.pgbaton.proto.bus.BusRecord;
import io.pgbaton.proto.bus.EventType;
import io.pgbaton.proto.v1.AgentRegistration;
import io.pgbaton.proto.v1.HandoverCompleted;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/**
 * Several agents publish; what they say of one handover reaches the coordinator in any order. All of them are tried:
 * 5040 of each kind.
 */
class OrderTest {

    private static final AgentRegistration NO_PROXY =
            Seen.host("n1").toBuilder().clearProxies().build();
    private static final List<BusRecord> FAILOVER = List.of(
            by("n2", 0).lost("n1", 10),
            by("n2", 70).acquired("n2", 20, 10),
            by("n2", 180).writable("n2", 20, 4),
            by("n2", 185).address("write", 20),
            by("n2", 190).route("haproxy", "n2", 20),
            by("n2", 200).proven("n2", 20));

    @Test
    void whateverTheOrderAFailoverEndsTheSameAndEachEventIsPublishedOnce() {
        List<BusRecord> records = new ArrayList<>(FAILOVER);
        records.add(by("n3", 0).lost("n1", 10));
        Outcome expected = play(records);
        assertEquals(7, expected.events().size());
        Set<Outcome> outcomes = new HashSet<>();
        permute(records, 0, order -> outcomes.add(play(order)));
        assertEquals(Set.of(expected), outcomes);
    }

    @Test
    void whateverTheOrderAnOverwriteEndsTheSame() {
        List<BusRecord> records = new ArrayList<>(FAILOVER);
        records.set(0, by("n1", 0).overwritten("n2", 20, "n1", 10));
        records.remove(1);
        Outcome expected = play(records);
        Set<Outcome> outcomes = new HashSet<>();
        permute(records, 0, order -> outcomes.add(play(order)));
        assertEquals(Set.of(expected), outcomes);
    }

    @Test
    void whateverTheOrderOfTheRestASwitchoverEndsTheSame() {
        BusRecord request = by("n2", -1300).requested("n1", 10, 15);
        List<BusRecord> rest = new ArrayList<>(FAILOVER);
        rest.add(by("n1", -100).released("write", 10));
        Outcome expected = play(prepend(request, rest));
        Set<Outcome> outcomes = new HashSet<>();
        permute(rest, 0, order -> outcomes.add(play(prepend(request, order))));
        assertEquals(Set.of(expected), outcomes);
    }

    /** Event ids as a set: facts may come in another order, but none twice. */
    private record Outcome(Set<String> events, HandoverCompleted completed, boolean startedFirst) {}

    private static Outcome play(List<BusRecord> order) {
        Play play =
                Play.led("n1", "n2").agents(List.of(NO_PROXY, Seen.host("n2"))).see(order.toArray(BusRecord[]::new));
        List<String> ids = play.world.events.stream().map(BusRecord::id).toList();
        assertEquals(ids.size(), new HashSet<>(ids).size(), () -> "an event twice: " + play.eventNouns());
        List<String> commands = play.world.commands.stream().map(BusRecord::id).toList();
        assertEquals(commands.size(), new HashSet<>(commands).size(), "a command twice");
        List<HandoverCompleted> completed = play.events(EventType.HANDOVER_COMPLETED, HandoverCompleted.class);
        assertEquals(1, completed.size(), () -> "no end: " + play.eventNouns());
        boolean startedFirst = play.eventNouns().indexOf("handover.started")
                < play.eventNouns().indexOf("handover.completed");
        return new Outcome(new LinkedHashSet<>(ids), completed.get(0), startedFirst);
    }

    private static List<BusRecord> prepend(BusRecord first, List<BusRecord> rest) {
        List<BusRecord> all = new ArrayList<>(List.of(first));
        all.addAll(rest);
        return all;
    }

    private static void permute(List<BusRecord> records, int from, Consumer<List<BusRecord>> each) {
        if (from == records.size()) {
            each.accept(records);
            return;
        }
        for (int i = from; i < records.size(); i++) {
            Collections.swap(records, from, i);
            permute(records, from + 1, each);
            Collections.swap(records, from, i);
        }
    }
}
