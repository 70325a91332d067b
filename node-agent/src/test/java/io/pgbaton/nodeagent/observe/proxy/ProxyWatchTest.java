package io.pgbaton.nodeagent.observe.proxy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.pgbaton.nodeagent.act.proxy.RealHaproxy;
import io.pgbaton.nodeagent.act.proxy.RouteExecutor;
import io.pgbaton.nodeagent.act.proxy.RouteResult;
import io.pgbaton.nodeagent.decide.route.RouteAction.SetBackend;
import io.pgbaton.nodeagent.decide.route.RouteDecision;
import io.pgbaton.nodeagent.decide.route.RouteInput;
import io.pgbaton.nodeagent.decide.route.RouteInput.ProxySeen;
import io.pgbaton.nodeagent.decide.route.RouteInput.ProxyUnreachable;
import io.pgbaton.nodeagent.decide.route.RouteMachine;
import io.pgbaton.nodeagent.decide.route.RouteSettings;
import io.pgbaton.nodeagent.decide.route.RouteState;
import io.pgbaton.nodeagent.decide.route.RouteTimer;
import io.pgbaton.nodeagent.decide.route.ServerView;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** A real HAProxy is reloaded, stopped and started under the eyes of the watch. */
class ProxyWatchTest {
    private static final RouteSettings SETTINGS =
            new RouteSettings("haproxy", "primary", Optional.of("replicas"), 1, 0, true);

    @Test
    void theServersOfBothBackendsAreSeen() throws Exception {
        try (RealHaproxy haproxy = RealHaproxy.withSlowChecks()) {
            ProxySeen seen = assertInstanceOf(ProxySeen.class, watch(haproxy).look());
            assertEquals(7, seen.at());
            assertFalse(seen.reloaded());
            assertTrue(seen.servers().get("primary").contains(new ServerView("n1", true, true)));
            assertTrue(seen.servers().get("replicas").contains(new ServerView("bare", true, false)));
        }
    }

    @Test
    void aWrongNameForTheReadsDoesNotTakeTheWritesAlong() throws Exception {
        try (RealHaproxy haproxy = RealHaproxy.withSlowChecks()) {
            ProxyWatch watch = new ProxyWatch(haproxy.api(), List.of("primary", "nowhere"), () -> 7);
            ProxySeen seen = assertInstanceOf(ProxySeen.class, watch.look());
            assertEquals(java.util.Set.of("primary"), seen.servers().keySet());
            ProxyWatch wrong = new ProxyWatch(haproxy.api(), List.of("nowhere"), () -> 7);
            assertInstanceOf(ProxyUnreachable.class, wrong.look());
        }
    }

    @Test
    void aReloadIsToldOnce() throws Exception {
        try (RealHaproxy haproxy = RealHaproxy.withSlowChecks()) {
            ProxyWatch watch = watch(haproxy);
            watch.look();
            haproxy.reload();
            assertTrue(assertInstanceOf(ProxySeen.class, watch.look()).reloaded());
            assertFalse(assertInstanceOf(ProxySeen.class, watch.look()).reloaded());
        }
    }

    @Test
    void aHaproxyThatIsAwayAndComesBackIsAnotherProcess() throws Exception {
        try (RealHaproxy haproxy = RealHaproxy.withSlowChecks()) {
            ProxyWatch watch = watch(haproxy);
            watch.look();
            haproxy.stopAndRemoveSockets();
            ProxyUnreachable away = assertInstanceOf(ProxyUnreachable.class, watch.look());
            assertTrue(away.cause().startsWith("SOCKET_MISSING"), away::cause);
            haproxy.start();
            assertTrue(assertInstanceOf(ProxySeen.class, watch.look()).reloaded());
        }
    }

    @Test
    void theRouteIsThereAgainAfterAReload() throws Exception {
        try (RealHaproxy haproxy = RealHaproxy.withSlowChecks()) {
            Loop loop = new Loop(haproxy);
            loop.give(watch(haproxy).look());
            loop.give(new RouteInput.LeaderAcquired(1, 5, "n2", false));
            loop.give(new RouteInput.PrimaryWritable(1, 5, "n2"));
            loop.give(new RouteInput.TimerFired(1, RouteTimer.AUTONOMY, loop.autonomy));
            assertRoutedTo(haproxy, "n2");

            haproxy.reload();
            assertTrue(haproxy.state("primary", "n1").up(), "the new worker has forgotten");
            loop.give(loop.watch.look());
            assertRoutedTo(haproxy, "n2");
        }
    }

    private static void assertRoutedTo(RealHaproxy haproxy, String leader) throws Exception {
        for (String server : List.of("n1", "n2", "n3")) {
            assertEquals(server.equals(leader), haproxy.state("primary", server).up(), server);
        }
    }

    private static ProxyWatch watch(RealHaproxy haproxy) {
        return new ProxyWatch(haproxy.api(), List.of("primary", "replicas"), () -> 7);
    }

    /** The agent's loop, without its threads. */
    private static final class Loop {
        private final ProxyWatch watch;
        private final RouteExecutor executor;
        private RouteState state = RouteState.INITIAL;
        private long autonomy;

        Loop(RealHaproxy haproxy) {
            watch = watch(haproxy);
            executor = new RouteExecutor(haproxy.api(), Optional.of(haproxy.master()));
            watch.look();
        }

        void give(RouteInput input) {
            RouteDecision decision = RouteMachine.decide(SETTINGS, state, input);
            state = decision.next();
            decision.actions().forEach(action -> {
                if (action instanceof SetBackend set) {
                    RouteResult result = executor.execute(set);
                    assertTrue(result.done(), result::summary);
                    give(new RouteInput.ActionDone(1, set.number()));
                } else if (action instanceof io.pgbaton.nodeagent.decide.route.RouteAction.StartTimer timer) {
                    autonomy = timer.generation();
                }
            });
        }
    }
}
