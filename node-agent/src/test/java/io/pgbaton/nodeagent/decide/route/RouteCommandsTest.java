package io.pgbaton.nodeagent.decide.route;

import static io.pgbaton.nodeagent.decide.route.RouteBench.PRIMARY;
import static io.pgbaton.nodeagent.decide.route.RouteBench.routedToN1;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.pgbaton.proto.v1.Command;
import io.pgbaton.proto.v1.RefusalReason;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** R3 and R8 for commands of the bus. */
class RouteCommandsTest {
    @Test
    void r3ACommandOfAnOlderEpochIsRefused() {
        RouteBench bench = routedToN1().acquired(6, "n2").command("c1", RouteBench.route(5, "n1"));
        assertRefused(bench, RefusalReason.STALE_EPOCH);
        assertEquals(List.of(), bench.up());
    }

    @Test
    void r3ACommandOfANewerEpochMakesTheAgentReadEtcdAndWaitsForIt() {
        RouteBench bench = routedToN1().command("c1", RouteBench.route(6, "n2"));
        assertEquals(List.of(new RouteAction.ReadEtcd(6)), bench.of(RouteAction.ReadEtcd.class));
        assertEquals(List.of("n1"), bench.up(), "the command alone proves nothing");
        bench.acquired(6, "n2");
        assertEquals(List.of("n2"), bench.up());
    }

    @Test
    void r3ACommandThatEtcdNeverConfirmsIsRefusedInTheEnd() {
        RouteBench bench = routedToN1().command("c1", RouteBench.route(9, "n2"));
        bench.after(5_000).fire(RouteTimer.WAITING);
        assertRefused(bench, RefusalReason.NOT_CONFIRMED);
        assertEquals(List.of("n1"), bench.up());
    }

    @Test
    void r3TheEndOfAnEpochThatOnlyTheCoordinatorSawIsWaitedFor() {
        RouteBench bench = routedToN1().command("c1", RouteBench.prepare(5, "n1", "n2"));
        assertEquals(List.of("n1"), bench.up());
        bench.ended(5, "n1");
        assertEquals(List.of(), bench.up());
        assertEquals(
                "c1",
                bench.of(RouteAction.SetBackend.class).get(1).cause().commandId(),
                "the command gets an outcome of its own");
    }

    @Test
    void aRouteToAMemberThatDoesNotLeadIsRefused() {
        assertRefused(routedToN1().command("c1", RouteBench.route(5, "n2")), RefusalReason.NOT_LEADER);
    }

    @Test
    void aRouteInAnEpochThatHasEndedIsRefused() {
        RouteBench bench = routedToN1().ended(5, "n1").command("c1", RouteBench.route(5, "n1"));
        assertRefused(bench, RefusalReason.SUPERSEDED);
        assertEquals(List.of(), bench.up());
    }

    @Test
    void r8ARepeatedCommandIsAnsweredAndNotDoneAgain() {
        RouteBench bench = routedToN1().ended(5, "n1").acquired(6, "n2").command("c1", RouteBench.route(6, "n2"));
        bench.allDone().command("c1", RouteBench.route(6, "n2"));
        assertEquals(List.of(new RouteAction.Already(new RouteAction.CommandName("c1", "route", 6))), bench.actions);
    }

    @Test
    void r8ARepeatOfACommandThatStillWaitsIsTheSameCommand() {
        RouteBench bench =
                routedToN1().command("c1", RouteBench.route(6, "n2")).command("c1", RouteBench.route(6, "n2"));
        assertEquals(List.of(), bench.actions);
        bench.acquired(6, "n2");
        long routes = bench.of(RouteAction.SetBackend.class).stream()
                .filter(action -> action.cause().commandId().equals("c1"))
                .count();
        assertEquals(1, routes);
    }

    @Test
    void r8AnotherCommandOfTheSameContentIsCarriedOutSoThatItsOutcomeIsMeasured() {
        RouteBench bench = routedToN1().command("c1", RouteBench.route(5, "n1"));
        assertEquals(List.of("n1"), bench.set(PRIMARY).orElseThrow().servers().up());
    }

    @Test
    void r8TheMemoryOfIdsIsBoundedAndEndsWithItsEpoch() {
        RouteBench bench = routedToN1();
        for (int i = 0; i < 1000; i++) {
            bench.command("c" + i, RouteBench.route(5, "n1")).allDone();
        }
        assertEquals(128, bench.state.commands().done().size());
        assertEquals(0, bench.acquired(6, "n2").state.commands().done().size());
    }

    @Test
    void commandsThatWaitAreBoundedAndTheOldestIsToldSo() {
        RouteBench bench = routedToN1();
        for (int i = 0; i <= CommandMemory.MOST_WAITING; i++) {
            bench.command("c" + i, RouteBench.route(6 + i, "n2"));
        }
        assertRefused(bench, RefusalReason.SUPERSEDED);
        assertEquals(
                CommandMemory.MOST_WAITING, bench.state.commands().waiting().size());
    }

    @Test
    void aCommandPastItsValidityIsRefused() {
        RouteBench bench = routedToN1();
        Command late = RouteBench.drain(5, "n1").setValidForMs(100).build();
        bench.give(new RouteInput.CommandReceived(bench.now + 100 * RouteBench.MS, "c1", bench.now, late));
        assertRefused(bench, RefusalReason.EXPIRED);
        assertEquals(List.of("n1"), bench.up());
    }

    @Test
    void aCommandForAnotherProxyOrWithoutEpochIsRefused() {
        Command.Builder other = RouteBench.route(5, "n1");
        other.getRouteBuilder().setProxy("elsewhere");
        assertRefused(routedToN1().command("c1", other), RefusalReason.UNKNOWN_DIRECTOR);
        assertRefused(routedToN1().command("c1", RouteBench.route(0, "n1")), RefusalReason.MALFORMED);
    }

    @Test
    void aRouteToAServerThatTheBackendLacksIsRefusedAndTheOthersGoDownAllTheSame() {
        RouteBench bench = routedToN1().acquired(6, "n9").command("c1", RouteBench.route(6, "n9"));
        assertRefused(bench, RefusalReason.UNKNOWN_DIRECTOR);
        assertEquals(Map.of("n1", false, "n2", false, "n3", false), bench.told);
    }

    @Test
    void aRouteWhileTheProxyIsAwayIsRefusedAndCarriedOutWhenItIsBack() {
        RouteBench bench = routedToN1().ended(5, "n1").acquired(6, "n2").allDone();
        bench.give(new RouteInput.ProxyUnreachable(bench.now, "SOCKET_MISSING"));
        bench.command("c1", RouteBench.route(6, "n2"));
        assertRefused(bench, RefusalReason.UNREACHABLE);
        assertEquals(List.of(), bench.up());
        bench.seesProxy();
        assertEquals(List.of("n2"), bench.up());
    }

    private static void assertRefused(RouteBench bench, RefusalReason reason) {
        assertEquals(
                List.of(reason),
                bench.of(RouteAction.Refuse.class).stream()
                        .map(RouteAction.Refuse::reason)
                        .toList());
    }
}
