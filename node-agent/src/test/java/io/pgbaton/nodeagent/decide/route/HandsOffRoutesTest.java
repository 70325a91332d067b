package io.pgbaton.nodeagent.decide.route;

import static io.pgbaton.nodeagent.decide.route.RouteBench.PRIMARY;
import static io.pgbaton.nodeagent.decide.route.RouteBench.REPLICAS;
import static io.pgbaton.nodeagent.decide.route.RouteBench.routedToN1;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.pgbaton.nodeagent.decide.route.RouteAction.KeepDown;
import io.pgbaton.nodeagent.decide.route.RouteAction.Refuse;
import io.pgbaton.nodeagent.decide.route.RouteAction.Servers;
import io.pgbaton.proto.v1.RefusalReason;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** R11 at a proxy: no drain while pgbaton is paused, no reads for a node in maintenance; writes follow the leader. */
class HandsOffRoutesTest {
    private static final String PAUSED = "the scope is paused by ann";

    @Test
    void anEarlyDrainIsRefusedOnTheAuditOncePerRequest() {
        RouteBench bench = hands(routedToN1(), PAUSED);
        requested(bench, 77);
        assertEquals(RefusalReason.PAUSED, only(bench).reason());
        assertEquals("drain", only(bench).command().action());
        assertEquals(List.of("n1"), bench.up());
        requested(bench, 77);
        assertEquals(List.of(), bench.actions);
    }

    @Test
    void aDrainThatIsCommandedIsRefusedToo() {
        RouteBench bench = hands(routedToN1(), PAUSED).command("c1", RouteBench.drain(5, "n1"));
        assertEquals(RefusalReason.PAUSED, only(bench).reason());
        assertEquals(PAUSED, only(bench).detail());
        hands(bench, "").command("c2", RouteBench.drain(5, "n1"));
        assertEquals(List.of(), bench.up());
    }

    @Test
    void writesFollowTheLeaderAllTheSame() {
        RouteBench bench = hands(routedToN1(), PAUSED).ended(5, "n1").acquired(8, "n2");
        bench.writable(8, "n2").command("c1", RouteBench.route(8, "n2"));
        assertEquals(List.of("n2"), bench.up());
    }

    @Test
    void aReplicaInMaintenanceGetsNoReadsKeepsItsSessionsAndComesBack() {
        RouteBench bench = hands(routedToN1(), "", "n2");
        assertEquals(
                new Servers(List.of(), List.of("n2"), List.of()),
                bench.set(REPLICAS).orElseThrow().servers());
        hands(bench.allDone(), "");
        assertEquals(
                new Servers(List.of("n2"), List.of(), List.of()),
                bench.set(REPLICAS).orElseThrow().servers());
    }

    @Test
    void itIsKeptDownWithEveryLookForItsChecksWouldBringItBack() {
        RouteBench bench = hands(routedToN1(), "", "n2");
        assertEquals(List.of(), bench.of(KeepDown.class), "it is being set");
        bench.allDone().after(1000).seesProxy();
        assertEquals(List.of(new KeepDown(REPLICAS, List.of("n2"))), bench.actions);
        hands(bench, "").allDone().after(1000).seesProxy();
        assertEquals(List.of(), bench.actions);
    }

    @Test
    void theLastReplicaIsLeftToHaproxy() {
        RouteBench bench = hands(routedToN1(), "", "n2", "n3");
        assertEquals(List.of(), bench.actions);
        bench.after(1000).seesProxy();
        assertEquals(List.of(), bench.of(KeepDown.class));
    }

    @Test
    void theLeaderInMaintenanceKeepsTheWrites() {
        RouteBench bench = hands(routedToN1(), "", "n1");
        assertTrue(bench.set(PRIMARY).isEmpty());
        assertEquals(List.of("n1"), bench.up());
    }

    @Test
    void afterAReloadAReplicaInMaintenanceIsSetDownAgain() {
        RouteBench bench = hands(routedToN1(), "", "n2").allDone().reloads();
        assertEquals(
                List.of("n1", "n2"), bench.set(REPLICAS).orElseThrow().servers().down());
    }

    @Test
    void observingItSaysWhatItWouldDoOnce() {
        RouteBench bench = hands(routedToN1(RouteBench.OBSERVING), "", "n2");
        assertTrue(bench.set(REPLICAS).orElseThrow().withheld());
        bench.after(1000).seesProxy();
        assertEquals(List.of(), bench.of(KeepDown.class));
    }

    private static Refuse only(RouteBench bench) {
        assertEquals(1, bench.actions.size(), bench.actions::toString);
        return (Refuse) bench.actions.get(0);
    }

    private static RouteBench hands(RouteBench bench, String paused, String... maintained) {
        return bench.give(new RouteInput.HandsOffSeen(bench.now, paused, Set.of(maintained)));
    }

    private static void requested(RouteBench bench, long revision) {
        bench.give(new RouteInput.SwitchoverRequested(bench.now, revision, "n1", false));
    }
}
