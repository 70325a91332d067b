package io.pgbaton.nodeagent.decide.route;

import static io.pgbaton.nodeagent.decide.route.RouteBench.REPLICAS;
import static io.pgbaton.nodeagent.decide.route.RouteBench.replica;
import static io.pgbaton.nodeagent.decide.route.RouteBench.routedToN1;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.pgbaton.nodeagent.decide.route.RouteAction.Servers;
import java.util.List;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

/** Reads go to replicas that keep up; when there is none HAProxy's configuration says where. */
class RouteReplicasTest {
    @Test
    void replicasThatStreamGetReadsAndTheLeaderDoesNot() {
        RouteBench bench = RouteBench.fresh().seesProxy().acquired(5, "n1");
        bench.members(
                new MemberView("n1", "master", "running", OptionalLong.of(0), false), replica("n2"), replica("n3"));
        assertEquals(new Servers(List.of("n2", "n3"), List.of("n1"), List.of()), sent(bench));
    }

    @Test
    void aReplicaThatFallsTooFarBehindGetsNoNewReadsAndKeepsItsSessions() {
        RouteBench bench = routedToN1().members(replica("n2"), lagging("n3", (16 << 20) + 1));
        assertEquals(new Servers(List.of(), List.of("n3"), List.of()), sent(bench));
        bench.allDone().members(replica("n2"), lagging("n3", 16 << 20));
        assertEquals(new Servers(List.of("n3"), List.of(), List.of()), sent(bench));
    }

    @Test
    void aReplicaTaggedNoloadbalanceStoppedOrGoneGetsNone() {
        MemberView tagged = new MemberView("n2", "replica", "running", OptionalLong.of(0), true);
        assertEquals(
                List.of("n2"), sent(routedToN1().members(tagged, replica("n3"))).down());
        MemberView stopped = new MemberView("n2", "replica", "stopped", OptionalLong.of(0), false);
        assertEquals(
                List.of("n2"),
                sent(routedToN1().members(stopped, replica("n3"))).down());
        assertEquals(List.of("n2"), sent(routedToN1().members(replica("n3"))).down());
    }

    @Test
    void aReplicaWhoseLagIsUnknownIsLeftToHaproxy() {
        RouteBench bench = routedToN1();
        bench.members(new MemberView("n2", "replica", "running", OptionalLong.empty(), false), replica("n3"));
        assertEquals(List.of(), bench.actions);
    }

    @Test
    void whenNoReplicaQualifiesNothingIsTakenDown() {
        RouteBench bench = routedToN1().members(lagging("n2", 1 << 30), lagging("n3", 1 << 30));
        assertEquals(List.of(), bench.actions);
    }

    @Test
    void whatWasLeftAloneIsSaidAgainWhenThereIsAReplicaOnceMore() {
        RouteBench bench = routedToN1().members(lagging("n2", 1 << 30), lagging("n3", 1 << 30));
        bench.members(replica("n2"), lagging("n3", 1 << 30));
        assertEquals(new Servers(List.of("n2"), List.of("n1", "n3"), List.of()), sent(bench));
    }

    @Test
    void theNewLeaderLeavesTheReplicasAtOnce() {
        RouteBench bench = routedToN1().acquired(6, "n2");
        assertEquals(List.of("n2"), sent(bench).down());
    }

    @Test
    void patronisChecksMayChangeReplicasWithoutBeingAnswered() {
        RouteBench bench = routedToN1();
        List<ServerView> shown = List.of(new ServerView("n2", false, true), new ServerView("n3", true, true));
        for (int second = 0; second < 30; second++) {
            bench.after(1_000);
            bench.give(new RouteInput.ProxySeen(
                    bench.now,
                    java.util.Map.of(
                            RouteBench.PRIMARY,
                            RouteBench.servers(bench.told).get(RouteBench.PRIMARY),
                            REPLICAS,
                            shown),
                    false));
            assertEquals(List.of(), bench.actions);
        }
    }

    private static MemberView lagging(String name, long bytes) {
        return new MemberView(name, "replica", "running", OptionalLong.of(bytes), false);
    }

    private static Servers sent(RouteBench bench) {
        return bench.set(REPLICAS).orElseThrow().servers();
    }
}
