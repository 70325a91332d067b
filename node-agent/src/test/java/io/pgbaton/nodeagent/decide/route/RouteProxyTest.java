package io.pgbaton.nodeagent.decide.route;

import static io.pgbaton.nodeagent.decide.route.RouteBench.PRIMARY;
import static io.pgbaton.nodeagent.decide.route.RouteBench.routedToN1;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.pgbaton.nodeagent.decide.route.RouteAction.SetBackend;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** A proxy that forgets, is away, fails, or knows better. */
class RouteProxyTest {
    @Test
    void afterAReloadAllOfItIsSaidAgainAndWhoStrayedMeanwhileIsCutOff() {
        RouteBench bench = routedToN1().reloads();
        SetBackend set = bench.set(PRIMARY).orElseThrow();
        assertEquals(List.of("n1"), set.servers().up());
        assertEquals(List.of("n2", "n3"), set.servers().down());
        assertEquals(List.of("n2", "n3"), set.servers().endSessions());
        assertEquals(RouteReason.PROXY_RELOADED, set.cause().reason());
    }

    @Test
    void aReloadInTheMiddleOfAHandoverKeepsEverybodyDown() {
        RouteBench bench = routedToN1().ended(5, "n1").reloads();
        SetBackend set = bench.set(PRIMARY).orElseThrow();
        assertEquals(List.of("n1", "n2", "n3"), set.servers().down());
        assertEquals(List.of("n1"), set.servers().endSessions());
    }

    @Test
    void aLookThatShowsWhatWasSentLeadsToNothing() {
        assertEquals(List.of(), routedToN1().seesProxy().actions);
    }

    @Test
    void whatHappensWhileTheProxyIsAwayIsSentWhenItIsBack() {
        RouteBench bench = routedToN1();
        bench.give(new RouteInput.ProxyUnreachable(bench.now, "TIMEOUT"));
        bench.ended(5, "n1").acquired(6, "n2").writable(6, "n2").fire(RouteTimer.AUTONOMY);
        assertEquals(List.of(), bench.of(SetBackend.class));
        bench.seesProxy();
        assertEquals(List.of("n2"), bench.up());
        assertTrue(bench.sessionsEnded.contains("n1"));
    }

    @Test
    void anActionThatMayWorkLaterIsTriedAgainWithABackoffAndOwesItsSessions() {
        RouteBench bench = routedToN1().ended(5, "n1");
        long delay = fail(bench, true);
        assertEquals(100 * RouteBench.MS, delay);
        bench.fire(RouteTimer.RETRY);
        assertEquals(List.of("n1"), bench.set(PRIMARY).orElseThrow().servers().endSessions());
        assertEquals(200 * RouteBench.MS, fail(bench, true));
        for (int i = 0; i < 20; i++) {
            bench.fire(RouteTimer.RETRY);
            delay = fail(bench, true);
        }
        assertEquals(5_000 * RouteBench.MS, delay);
    }

    @Test
    void aRetryIsNotWaitedForWhenTheEpochChanges() {
        RouteBench bench = routedToN1();
        bench.reloads();
        fail(bench, true);
        bench.ended(5, "n1");
        assertEquals(
                List.of("n1", "n2", "n3"),
                bench.set(PRIMARY).orElseThrow().servers().down());
    }

    @Test
    void anActionThatCannotWorkIsNotTriedAgainBeforeThereIsAReason() {
        RouteBench bench = routedToN1().ended(5, "n1");
        SetBackend action = bench.set(PRIMARY).orElseThrow();
        bench.give(new RouteInput.ActionFailed(bench.now, action.number(), false));
        assertEquals(List.of(), bench.actions);
        assertEquals(List.of(), bench.seesProxy().of(SetBackend.class));
        assertTrue(bench.reloads().set(PRIMARY).isPresent());
    }

    @Test
    void checksThatDisagreeForAMomentAreNotAnswered() {
        RouteBench bench = routedToN1().seesProxyShow("n3", true);
        assertEquals(List.of(), bench.actions);
        bench.after(1_000).seesProxy().after(1_500).seesProxyShow("n3", true);
        assertEquals(List.of(), bench.actions, "there was peace in between");
    }

    @Test
    void checksThatInsistAreAnsweredThreeTimesEachLaterAndThenLeftAlone() {
        RouteBench bench = routedToN1();
        List<Long> answeredAfterSeconds = new java.util.ArrayList<>();
        long gaveInAfter = 0;
        for (long second = 0; second < 120; second++) {
            bench.seesProxyShow("n3", true);
            if (bench.set(PRIMARY).isPresent()) {
                assertEquals(
                        RouteReason.PROXY_CONTRADICTS,
                        bench.set(PRIMARY).get().cause().reason());
                answeredAfterSeconds.add(second);
                bench.allDone();
            }
            if (!bench.of(RouteAction.GiveIn.class).isEmpty()) {
                assertEquals(0, gaveInAfter, "told once");
                assertEquals(
                        List.of("n3"), bench.of(RouteAction.GiveIn.class).get(0).servers());
                gaveInAfter = second;
            }
            bench.after(1_000);
        }
        assertEquals(List.of(2L, 7L, 16L), answeredAfterSeconds);
        assertEquals(33, gaveInAfter);
    }

    @Test
    void aLeaderThatTheChecksTookDownIsLeftToThem() {
        RouteBench bench = routedToN1();
        for (int second = 0; second < 30; second++) {
            bench.seesProxyShow("n1", false).after(1_000);
            assertEquals(List.of(), bench.actions, "it may be dead, and hold its key for up to a ttl");
        }
        bench.seesProxy();
        assertEquals(List.of(), bench.actions, "and they brought it up again");
    }

    @Test
    void aNewEpochStartsTheQuarrelAnew() {
        RouteBench bench = routedToN1();
        for (int second = 0; second < 60; second++) {
            bench.seesProxyShow("n3", true).allDone().after(1_000);
        }
        bench.acquired(6, "n2").writable(6, "n2").fire(RouteTimer.AUTONOMY).allDone();
        bench.seesProxyShow("n1", true).after(2_000).seesProxyShow("n1", true);
        assertEquals(
                RouteReason.PROXY_CONTRADICTS,
                bench.set(PRIMARY).orElseThrow().cause().reason());
    }

    @Test
    void aServerThatAnOperatorHoldsOrThatHasNoChecksIsNotTouched() {
        RouteBench bench = RouteBench.fresh();
        List<ServerView> servers = List.of(
                new ServerView("n1", true, true), new ServerView("n2", true, false), new ServerView("n3", true, true));
        bench.give(new RouteInput.ProxySeen(bench.now, Map.of(PRIMARY, servers), false));
        bench.acquired(5, "n1");
        assertEquals(List.of("n3"), bench.set(PRIMARY).orElseThrow().servers().down());
    }

    private static long fail(RouteBench bench, boolean passing) {
        SetBackend action = bench.set(PRIMARY).orElseThrow();
        bench.give(new RouteInput.ActionFailed(bench.now, action.number(), passing));
        return bench.of(RouteAction.StartTimer.class).get(0).delay();
    }
}
