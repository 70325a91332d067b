package io.pgbaton.lab.scenario;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.pgbaton.lab.Await;
import io.pgbaton.lab.Host;
import io.pgbaton.lab.Lab;
import io.pgbaton.lab.Layout;
import io.pgbaton.lab.What;
import io.pgbaton.lab.cluster.Rest;
import io.pgbaton.lab.cluster.Scope;
import io.pgbaton.lab.writer.WritePath;
import java.time.Clock;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The faults that other scenarios rely on do what they say, and are undone. */
@Tag("lab")
@ExtendWith(SharedLab.class)
class FaultsOfTheLabScenario {
    private static final Duration BOUND = Duration.ofSeconds(30);

    @Test
    void aCutHostLosesItsCarrierAndAHealedOneFindsItsClusterAgain(Lab lab) {
        Host replica = replica(lab);
        replica.cut();
        assertTrue(link(replica).contains("NO-CARRIER"), link(replica));
        assertFalse(lab.etcd().healthy(replica.name()));
        replica.heal();
        Await.until("etcd of the healed host", BOUND, () -> lab.etcd().healthy(replica.name()));
    }

    @Test
    void aHostInABlackHoleKeepsItsCarrierAndHearsNobody(Lab lab) {
        Host replica = replica(lab);
        replica.blackhole();
        assertFalse(link(replica).contains("NO-CARRIER"), link(replica));
        assertFalse(lab.etcd().healthy(replica.name()));
        assertTrue(replica.postgres().sql("select 1").equals("1"), "its unix socket is not cut off");
        replica.unblackhole();
        Await.until("etcd of the host", BOUND, () -> lab.etcd().healthy(replica.name()));
    }

    @Test
    void aDeafHostHearsNobodyAndAMuteOneIsHeardByNobody(Lab lab) {
        Host replica = replica(lab);
        replica.deafen();
        assertFalse(lab.etcd().healthy(replica.name()));
        replica.unblackhole();
        Await.until("etcd of the host", BOUND, () -> lab.etcd().healthy(replica.name()));
        replica.mute();
        assertFalse(lab.etcd().healthy(replica.name()));
        replica.unblackhole();
        Await.until("etcd of the host", BOUND, () -> lab.etcd().healthy(replica.name()));
    }

    @Test
    void aMemberOfEtcdWhosePortsAreLostLeavesTheRestOfItsHostAlone(Lab lab) {
        Host replica = replica(lab);
        replica.losePorts(2379, 2380);
        assertFalse(lab.etcd().healthy(replica.name()));
        assertTrue(lab.leaderNow(Scope.MAIN).isPresent(), "the other two go on");
        assertTrue(Rest.ok(Scope.MAIN.restUrl(lab.layout(), replica.name()) + "/liveness"), "Patroni is reached");
        replica.unblackhole();
        Await.until("etcd of the host", BOUND, () -> lab.etcd().healthy(replica.name()));
    }

    @Test
    void aFrozenHostStandsStillAsAWholeUntilItIsThawed(Lab lab) {
        Host replica = replica(lab);
        replica.freezeAll();
        assertFalse(lab.etcd().healthy(replica.name()));
        assertFalse(Rest.ok(Scope.MAIN.restUrl(lab.layout(), replica.name()) + "/liveness"));
        replica.thawAll();
        Await.until("etcd of the host", BOUND, () -> lab.etcd().healthy(replica.name()));
        replica.thawAll();
    }

    @Test
    void aFrozenProcessStandsStillUntilItIsContinued(Lab lab) {
        Host replica = replica(lab);
        replica.freeze(What.ETCD);
        assertTrue(replica.process(What.ETCD).orElseThrow().stopped());
        assertFalse(lab.etcd().healthy(replica.name()));
        replica.cont(What.ETCD);
        Await.until("the thawed etcd", BOUND, () -> lab.etcd().healthy(replica.name()));
    }

    @Test
    void aSwitchoverMovesTheLeaderAndEveryAcknowledgedRowIsThereAfterwards(Lab lab) {
        String old = lab.leader();
        String candidate = replica(lab).name();
        long since = Clock.systemUTC().millis();
        lab.switchover(Scope.MAIN, old, candidate);
        assertEquals(candidate, lab.leader());
        Await.until("the outage to end", BOUND, () -> !lab.writer(WritePath.HAPROXY)
                .outagesSince(since)
                .isEmpty());
        assertEquals(List.of(), missing(lab, candidate, since));
    }

    @Test
    void aKilledLeaderIsFollowedByAnotherAndComesBackAsAReplica(Lab lab) {
        String old = lab.leader();
        lab.host(old).kill(What.PATRONI);
        lab.host(old).kill(What.POSTGRES);
        Await.until("another leader", BOUND, () -> !lab.leader().equals(old));
        assertNotEquals(old, lab.leader());
        lab.host(old).start(What.PATRONI);
        lab.awaitReplicas(Scope.MAIN, Layout.NODES.size() - 1, Duration.ofSeconds(60));
    }

    private static List<Long> missing(Lab lab, String leader, long since) {
        // The rows are read after the acknowledgements: each acknowledged one must be among them.
        List<Long> acknowledged = lab.writer(WritePath.HAPROXY)
                .acknowledgedIdsSince(since)
                .boxed()
                .toList();
        List<Long> rows = lab.host(leader)
                .postgres()
                .sqlIn("app", "select id from " + WritePath.HAPROXY.table())
                .lines()
                .map(Long::valueOf)
                .toList();
        Set<Long> there = new HashSet<>(rows);
        return acknowledged.stream().filter(id -> !there.contains(id)).toList();
    }

    private static Host replica(Lab lab) {
        String leader = lab.leader();
        return lab.nodes().stream()
                .filter(node -> !node.name().equals(leader))
                .findFirst()
                .orElseThrow();
    }

    private static String link(Host host) {
        return host.exec("ip", "-o", "link", "show", "dev", host.iface()).orFail();
    }
}
