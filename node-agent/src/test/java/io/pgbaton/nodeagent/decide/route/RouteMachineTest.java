package io.pgbaton.nodeagent.decide.route;

import static io.pgbaton.nodeagent.decide.route.RouteBench.PRIMARY;
import static io.pgbaton.nodeagent.decide.route.RouteBench.routedToN1;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.pgbaton.nodeagent.decide.route.RouteAction.SetBackend;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** The path of a handover through one proxy, and what may come between. */
class RouteMachineTest {
    @Test
    void nothingIsTouchedBeforeEtcdSaysWhoLeads() {
        RouteBench bench = RouteBench.fresh().seesProxy();
        assertEquals(List.of(), bench.actions);
    }

    @Test
    void anAgentThatStartsBesideAWorkingPrimaryLeavesItUp() {
        RouteBench bench = RouteBench.fresh().seesProxy().acquired(5, "n1");
        SetBackend set = bench.set(PRIMARY).orElseThrow();
        assertEquals(List.of("n2", "n3"), set.servers().down());
        assertEquals(List.of(), set.servers().up());
        assertEquals(List.of(), set.servers().endSessions(), "nothing is known of the leader yet");
    }

    @Test
    void theEndOfAnEpochTakesItsHolderDownAndEndsItsSessionsAtOnce() {
        RouteBench bench = routedToN1().ended(5, "n1");
        SetBackend set = bench.set(PRIMARY).orElseThrow();
        assertEquals(List.of("n1", "n2", "n3"), set.servers().down());
        assertEquals(List.of("n1"), set.servers().endSessions());
        assertEquals(RouteReason.EPOCH_ENDED, set.cause().reason());
        assertEquals(5, set.cause().epoch());
    }

    @Test
    void anElectedMemberGetsNoWritesBeforeItIsWritable() {
        RouteBench bench = routedToN1().ended(5, "n1").acquired(6, "n2");
        assertEquals(List.of(), bench.up());
        bench.writable(6, "n2");
        assertEquals(List.of(), bench.up(), "a command is waited for");
    }

    @Test
    void aRouteCommandSendsWritesToTheLeaderAndCutsOffEverybodyElse() {
        RouteBench bench = routedToN1().ended(5, "n1").acquired(6, "n2").writable(6, "n2");
        bench.command("c1", RouteBench.route(6, "n2"));
        SetBackend set = bench.set(PRIMARY).orElseThrow();
        assertEquals(List.of("n2"), set.servers().up());
        assertEquals(List.of("n1", "n3"), set.servers().down());
        assertEquals(List.of("n1", "n3"), set.servers().endSessions());
        assertEquals("c1", set.cause().commandId());
        assertEquals(Optional.of("n2"), bench.state.writesTo());
    }

    @Test
    void withoutACommandTheAgentRoutesByItself() {
        RouteBench bench = routedToN1().ended(5, "n1").acquired(6, "n2").writable(6, "n2");
        RouteAction.StartTimer timer = bench.of(RouteAction.StartTimer.class).get(0);
        assertEquals(RouteTimer.AUTONOMY, timer.timer());
        assertEquals(200 * RouteBench.MS, timer.delay());
        bench.after(200).fire(RouteTimer.AUTONOMY);
        assertEquals(List.of("n2"), bench.up());
        assertEquals("", bench.set(PRIMARY).orElseThrow().cause().commandId());
    }

    /** The word may come before this agent sees the epoch, and words of earlier epochs after it: their journals were behind. */
    @Test
    void aWordOfAnEarlierEpochDoesNotReplaceTheOneOfTheEpochToCome() {
        RouteBench repeated = routedToN1().writable(6, "n2").writable(5, "n1").ended(5, "n1");
        repeated.acquired(6, "n2").after(200).fire(RouteTimer.AUTONOMY);
        assertEquals(List.of("n2"), repeated.up());

        RouteBench overtaken = routedToN1().writable(7, "n2").writable(6, "n3").ended(5, "n1");
        overtaken.acquired(7, "n2").after(200).fire(RouteTimer.AUTONOMY);
        assertEquals(List.of("n2"), overtaken.up());
    }

    @Test
    void aCommandInTimeStopsTheClockOfAutonomy() {
        RouteBench bench = routedToN1().ended(5, "n1").acquired(6, "n2").writable(6, "n2");
        long generation = bench.state.timers().get(RouteTimer.AUTONOMY);
        bench.command("c1", RouteBench.route(6, "n2"));
        assertEquals(
                List.of(new RouteAction.CancelTimer(RouteTimer.AUTONOMY)), bench.of(RouteAction.CancelTimer.class));
        bench.give(new RouteInput.TimerFired(bench.now, RouteTimer.AUTONOMY, generation));
        assertEquals(List.of(), bench.actions, "a firing that was on its way is too late");
    }

    @Test
    void aLivingKeyPutOverMovesWritesAsAnyOtherChange() {
        RouteBench bench = routedToN1().acquired(6, "n2");
        assertEquals(List.of("n1"), bench.sessionsEnded);
        assertEquals(List.of(), bench.up());
    }

    @Test
    void theSameHolderPuttingItsKeyAgainIsNoHandover() {
        RouteBench bench = routedToN1();
        bench.give(new RouteInput.LeaderAcquired(bench.now, 6, "n1", true));
        assertEquals(List.of(), bench.actions);
        assertEquals(Optional.of("n1"), bench.state.writesTo());
        assertEquals(6, bench.state.epoch());
    }

    @Test
    void aMemberThatLeadsAgainAfterItsKeyWasGoneStartsAnew() {
        RouteBench bench = routedToN1().ended(5, "n1").acquired(6, "n1");
        assertEquals(List.of(), bench.up());
        bench.writable(6, "n1").fire(RouteTimer.AUTONOMY);
        assertEquals(List.of("n1"), bench.up());
        assertTrue(!bench.set(PRIMARY).orElseThrow().servers().endSessions().contains("n1"));
    }

    @Test
    void newsOfThePastChangesNothing() {
        RouteBench bench = routedToN1().acquired(6, "n2").writable(6, "n2").fire(RouteTimer.AUTONOMY);
        assertEquals(List.of(), bench.ended(5, "n1").actions);
        assertEquals(List.of(), bench.acquired(4, "n3").actions);
        assertEquals(List.of(), bench.writable(5, "n1").actions);
        assertEquals(List.of("n2"), bench.up());
    }

    @Test
    void whatIsWritableInAnEpochNotSeenYetIsKeptUntilEtcdShowsIt() {
        RouteBench bench = routedToN1().writable(6, "n2");
        assertEquals(List.of("n1"), bench.up());
        bench.acquired(6, "n2").fire(RouteTimer.AUTONOMY);
        assertEquals(List.of("n2"), bench.up());
    }

    @Test
    void whatIsWritableButIsNotTheLeaderGetsNothing() {
        RouteBench bench = routedToN1().ended(5, "n1").acquired(6, "n2").writable(6, "n3");
        assertEquals(List.of(), bench.actions);
        assertEquals(List.of(), bench.fire(RouteTimer.AUTONOMY).actions);
    }

    @Test
    void aRestoredEtcdLeavesTheRouteAsItIsAndCountsAnew() {
        RouteBench bench = routedToN1();
        bench.give(new RouteInput.EtcdRewound(bench.now));
        assertEquals(List.of(), bench.of(SetBackend.class));
        bench.seesProxy();
        assertEquals(List.of(), bench.of(SetBackend.class), "nor later");
        bench.acquired(2, "n1").writable(2, "n1").fire(RouteTimer.AUTONOMY);
        assertEquals(List.of("n1"), bench.up());
        assertEquals(2, bench.state.epoch());
    }

    @Test
    void inObserveModeEverythingIsToldAndNothingDone() {
        RouteBench bench = routedToN1(RouteBench.OBSERVING).ended(5, "n1");
        assertTrue(bench.set(PRIMARY).orElseThrow().withheld());
        bench.acquired(6, "n2").writable(6, "n2").command("c1", RouteBench.route(6, "n2"));
        assertTrue(bench.set(PRIMARY).orElseThrow().withheld());
        assertEquals(1, bench.of(RouteAction.Refuse.class).size());
        bench.after(60_000).seesProxy().after(60_000).seesProxy();
        assertEquals(List.of(), bench.actions, "what the checks do is not quarrelled with");
    }
}
