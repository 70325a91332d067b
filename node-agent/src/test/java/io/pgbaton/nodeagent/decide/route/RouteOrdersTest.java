package io.pgbaton.nodeagent.decide.route;

import static io.pgbaton.nodeagent.decide.route.RouteBench.PRIMARY;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.pgbaton.nodeagent.decide.route.RouteAction.SetBackend;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/** Every order in which the news of a handover can come, and every state that a few inputs can lead to. */
class RouteOrdersTest {
    private record Named(String name, Consumer<RouteBench> input) {
        @Override
        public String toString() {
            return name;
        }
    }

    private static final List<Named> HANDOVER = List.of(
            new Named("epoch 5 ended", bench -> bench.ended(5, "n1")),
            new Named("n2 leads in 6", bench -> bench.acquired(6, "n2")),
            new Named("n2 writable", bench -> bench.writable(6, "n2")),
            new Named("Route n2", bench -> bench.command("route", RouteBench.route(6, "n2"))),
            new Named("Route n2 again", bench -> bench.command("route", RouteBench.route(6, "n2"))),
            new Named("members", bench -> bench.members(RouteBench.replica("n1"), RouteBench.replica("n3"))),
            new Named("reload", RouteBench::reloads));

    private static final List<Named> ANYTHING = List.of(
            HANDOVER.get(0),
            HANDOVER.get(1),
            HANDOVER.get(2),
            HANDOVER.get(3),
            HANDOVER.get(5),
            HANDOVER.get(6),
            new Named("n1 leads in 7", bench -> bench.acquired(7, "n1")),
            new Named("epoch 6 ended", bench -> bench.ended(6, "n2")),
            new Named("n1 writable in 7", bench -> bench.writable(7, "n1")),
            new Named("PrepareRoute 6", bench -> bench.command("prepare", RouteBench.prepare(6, "n1", "n2"))),
            new Named("Drain n2", bench -> bench.command("drain", RouteBench.drain(6, "n2"))),
            new Named("stale Route n1", bench -> bench.command("old", RouteBench.route(5, "n1"))),
            new Named("switchover asked", RouteOrdersTest::switchoverAsked),
            new Named("withdrawn", bench -> bench.give(new RouteInput.SwitchoverWithdrawn(bench.now))),
            new Named("away", bench -> bench.give(new RouteInput.ProxyUnreachable(bench.now, "TIMEOUT"))),
            new Named("checks insist on n3", bench -> bench.after(9_000).seesProxyShow("n3", true)),
            new Named("all timers", RouteOrdersTest::fireAll),
            new Named("actions fail", RouteOrdersTest::failAll));

    @Test
    void whateverTheOrderWritesEndAtTheNewLeaderAndNeverTwoServersAreUp() {
        List<List<Named>> orders = new ArrayList<>();
        permute(new ArrayList<>(HANDOVER), 0, orders);
        assertEquals(5040, orders.size());
        for (List<Named> order : orders) {
            RouteBench bench = RouteBench.routedToN1();
            int routesByCommand = 0;
            for (Named input : order) {
                input.input().accept(bench);
                assertSafe(bench, order);
                routesByCommand += commanded(bench);
                bench.allDone();
            }
            assertEquals(List.of("n2"), bench.up(), order::toString);
            assertTrue(bench.sessionsEnded.contains("n1"), order::toString);
            assertEquals(1, routesByCommand, () -> "R8: the command acts once: " + order);
        }
    }

    private record Visit(RouteBench bench, List<Named> path) {}

    @Test
    void noStateThatInputsCanLeadToWantsTwoServersUpOrAnyButTheLeader() {
        Set<RouteState> seen = new HashSet<>();
        List<Visit> frontier = List.of(new Visit(RouteBench.routedToN1(), List.of()));
        for (int depth = 0; depth < 4; depth++) {
            List<Visit> next = new ArrayList<>();
            for (Visit visit : frontier) {
                for (Named input : ANYTHING) {
                    Visit reached = reach(visit, input);
                    if (seen.add(reached.bench().state)) {
                        next.add(reached);
                    }
                }
            }
            frontier = next;
        }
        assertTrue(seen.size() > 10_000, "states visited: " + seen.size());
    }

    private static Visit reach(Visit from, Named input) {
        RouteBench bench = from.bench().copy();
        List<Named> path = new ArrayList<>(from.path());
        path.add(input);
        input.input().accept(bench);
        assertSafe(bench, path);
        return new Visit(bench, List.copyOf(path));
    }

    private static void assertSafe(RouteBench bench, List<Named> path) {
        Optional<String> leader =
                bench.state.reign() instanceof Reign.Led led ? Optional.of(led.member()) : Optional.empty();
        long wantedUp = WantedRoutes.primary(
                        bench.state.reign(), bench.state.proxy().of(PRIMARY))
                .values()
                .stream()
                .filter(up -> up)
                .count();
        assertTrue(wantedUp <= 1, () -> "wanted two up after " + path);
        for (SetBackend action : bench.of(SetBackend.class)) {
            if (action.backend().equals(PRIMARY) && !action.servers().up().isEmpty()) {
                assertEquals(leader.stream().toList(), action.servers().up(), () -> "R2 after " + path);
                assertTrue(
                        !action.servers().endSessions().contains(leader.get()),
                        () -> "sessions of the leader ended after " + path);
            }
        }
        bench.upInTurn.forEach(
                up -> assertEquals(leader.stream().toList(), up, () -> "another was left up after " + path));
        assertEquals(
                bench.state.timers().containsKey(RouteTimer.DRAIN),
                bench.state.reign() instanceof Reign.Led led && led.phase() == Reign.Phase.DRAINED,
                () -> "a drain without an end, or an end without a drain, after " + path);
    }

    private static int commanded(RouteBench bench) {
        return (int) bench.of(SetBackend.class).stream()
                .filter(action -> action.cause().commandId().equals("route"))
                .count();
    }

    private static void switchoverAsked(RouteBench bench) {
        String leader = bench.state.reign() instanceof Reign.Led led ? led.member() : "n1";
        bench.give(new RouteInput.SwitchoverRequested(bench.now, 70 + bench.state.epoch(), leader, false));
    }

    private static void fireAll(RouteBench bench) {
        List<RouteAction> all = new ArrayList<>();
        for (RouteTimer timer : RouteTimer.values()) {
            bench.fire(timer);
            all.addAll(bench.actions);
        }
        bench.actions = List.of();
        assertTrue(all.size() < 20, "timers lead to a bounded amount of work");
    }

    private static void failAll(RouteBench bench) {
        for (SentBackend sent : List.copyOf(bench.state.sent().values())) {
            sent.inFlight()
                    .forEach(action -> bench.give(new RouteInput.ActionFailed(bench.now, action.number(), true)));
        }
    }

    private static void permute(List<Named> items, int from, List<List<Named>> into) {
        if (from == items.size()) {
            into.add(List.copyOf(items));
            return;
        }
        for (int i = from; i < items.size(); i++) {
            java.util.Collections.swap(items, from, i);
            permute(items, from + 1, into);
            java.util.Collections.swap(items, from, i);
        }
    }
}
