package io.pgbaton.nodeagent.decide.route;

import static io.pgbaton.nodeagent.decide.route.RouteBench.PRIMARY;
import static io.pgbaton.nodeagent.decide.route.RouteBench.routedToN1;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.pgbaton.proto.v1.RefusalReason;
import java.util.List;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

/** A leader that is about to go gets no new connections; one that stays gets them back. */
class RouteDrainTest {
    private static final MemberView STOPPING = new MemberView("n1", "master", "stopping", OptionalLong.empty(), false);

    @Test
    void anImmediateSwitchoverDrainsTheLeaderAndLeavesItsSessions() {
        RouteBench bench = requested(routedToN1(), 77, "n1", false);
        RouteAction.SetBackend set = bench.set(PRIMARY).orElseThrow();
        assertEquals(List.of("n1"), set.servers().down());
        assertEquals(List.of(), set.servers().endSessions());
        assertEquals(List.of(), bench.up());
    }

    @Test
    void theSessionsOfADrainedLeaderEndWithItsEpoch() {
        RouteBench bench = requested(routedToN1(), 77, "n1", false).ended(5, "n1");
        assertEquals(List.of("n1"), bench.sessionsEnded);
    }

    @Test
    void aScheduledSwitchoverChangesNothingUntilTheLeaderStops() {
        RouteBench bench = requested(routedToN1(), 77, "n1", true);
        assertEquals(List.of(), bench.actions);
        bench.members(STOPPING, RouteBench.replica("n2"));
        assertEquals(List.of(), bench.up());
    }

    @Test
    void aLeaderThatStopsWithoutARequestIsNotDrained() {
        RouteBench bench = routedToN1().members(STOPPING, RouteBench.replica("n2"));
        assertEquals(List.of("n1"), bench.up());
    }

    @Test
    void aRequestThatNamesAnotherThanTheLeaderDrainsNobody() {
        assertEquals(List.of(), requested(routedToN1(), 77, "n2", false).actions);
        assertEquals(List.of(), requested(routedToN1(), 77, "", false).actions);
    }

    @Test
    void r11NobodyIsDrainedWhilePaused() {
        RouteBench bench = routedToN1();
        bench.give(new RouteInput.PauseSeen(bench.now, true));
        assertEquals(List.of(), requested(bench, 77, "n1", false).actions);
        bench.command("c1", RouteBench.drain(5, "n1"));
        assertEquals(
                RefusalReason.PAUSED, bench.of(RouteAction.Refuse.class).get(0).reason());
    }

    @Test
    void aWithdrawnSwitchoverPutsTheLeaderBackAtOnce() {
        RouteBench bench = requested(routedToN1(), 77, "n1", false);
        bench.give(new RouteInput.SwitchoverWithdrawn(bench.now));
        assertEquals(List.of("n1"), bench.up());
        assertEquals(List.of(), bench.sessionsEnded);
    }

    @Test
    void aDrainEndsByItselfAfterThreeSecondsAndTheSameRequestDrainsOnlyOnce() {
        RouteBench bench = requested(routedToN1(), 77, "n1", false);
        assertEquals(
                3_000 * RouteBench.MS,
                bench.of(RouteAction.StartTimer.class).get(0).delay());
        bench.after(3_000).fire(RouteTimer.DRAIN);
        assertEquals(List.of("n1"), bench.up());
        assertEquals(List.of(), requested(bench, 77, "n1", false).actions);
        requested(bench, 78, "n1", false);
        assertEquals(List.of(), bench.up(), "a new request is a new one");
    }

    @Test
    void theCoordinatorCanDrainAndUndrain() {
        RouteBench bench = routedToN1().command("c1", RouteBench.drain(5, "n1"));
        assertEquals(List.of(), bench.up());
        bench.allDone().command("c2", RouteBench.undrain(5, "n1"));
        assertEquals(List.of("n1"), bench.up());
        bench.allDone().command("c3", RouteBench.undrain(5, "n1"));
        assertEquals(1, bench.of(RouteAction.Already.class).size());
    }

    @Test
    void aDrainThatIsCommandedLaterDoesNotMakeTheDrainLonger() {
        RouteBench bench = requested(routedToN1(), 77, "n1", false).after(2_900);
        bench.command("c1", RouteBench.drain(5, "n1"));
        assertEquals(List.of(), bench.of(RouteAction.StartTimer.class));
        assertEquals(List.of("n1"), bench.after(100).fire(RouteTimer.DRAIN).up());
    }

    @Test
    void aLeaderNotKnownToTakeWritesIsNotDrained() {
        RouteBench bench = RouteBench.fresh().seesProxy().acquired(5, "n1");
        assertEquals(List.of(), requested(bench, 77, "n1", false).actions);
        bench.command("c1", RouteBench.drain(5, "n1"));
        assertEquals(
                RefusalReason.NOT_CONFIRMED,
                bench.of(RouteAction.Refuse.class).get(0).reason());
    }

    private static RouteBench requested(RouteBench bench, long revision, String leader, boolean scheduled) {
        return bench.give(new RouteInput.SwitchoverRequested(bench.now, revision, leader, scheduled));
    }
}
