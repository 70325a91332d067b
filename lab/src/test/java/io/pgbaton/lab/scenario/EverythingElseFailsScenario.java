package io.pgbaton.lab.scenario;

import io.pgbaton.lab.Await;
import io.pgbaton.lab.Host;
import io.pgbaton.lab.Lab;
import io.pgbaton.lab.Layout;
import io.pgbaton.lab.What;
import io.pgbaton.lab.bus.TopicReader;
import io.pgbaton.lab.cluster.Rest;
import io.pgbaton.lab.cluster.Scope;
import io.pgbaton.nodeagent.decide.route.RouteReason;
import io.pgbaton.proto.bus.BusRecord;
import io.pgbaton.proto.bus.EventType;
import io.pgbaton.proto.bus.Topic;
import io.pgbaton.proto.v1.Intent;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** A handover while coordinators, proxies and members of etcd fail too. */
@Tag("lab")
@ExtendWith(SharedLab.class)
class EverythingElseFailsScenario {
    private static final Duration BOUND = Duration.ofSeconds(60);

    /** Three checks that pass, two seconds apart, the first when the key is there, a third of a second before this begins. */
    private static final Duration SOONER_THAN_ANY_CHECK = Duration.ofSeconds(3);

    @Test
    @Tag("short")
    void aCoordinatorThatDiesInTheMiddleOfAHandoverIsSucceededAndNothingHappensTwice(Lab lab) {
        try (Aftermath aftermath = Aftermath.of(lab)) {
            String old = lab.leader();
            lab.host(old).kill(What.PATRONI);
            lab.host(old).kill(What.POSTGRES);
            Await.until("the handover to begin", BOUND, () -> aftermath.events().stream()
                    .map(BusRecord::type)
                    .anyMatch(type -> type == EventType.HANDOVER_STARTED));
            lab.host(owner(lab)).kill(What.COORDINATOR);
            Aftermath.otherLeader(lab, old);
            aftermath.holds();
        }
    }

    @Test
    void withoutAnyCoordinatorTheAgentsMoveAddressAndProxiesByThemselves(Lab lab) {
        try (Aftermath aftermath = Aftermath.of(lab)) {
            Layout.COORDINATORS.forEach(name -> lab.host(name).kill(What.COORDINATOR));
            lab.switchover(Scope.MAIN, lab.leader(), Aftermath.replica(lab).name());
            aftermath.trafficFollowsTheLeader();
            aftermath.neverTwoHolders();
            Layout.COORDINATORS.forEach(name -> lab.host(name).start(What.COORDINATOR));
            aftermath.holds();
        }
    }

    @Test
    @Tag("short")
    void r7WithoutTheBusTheProxiesOfEveryNodeFollowTheLeaderSoonerThanTheirOwnChecksWould(Lab lab) {
        try (Aftermath aftermath = Aftermath.of(lab)) {
            String old = lab.leader();
            lab.host(Layout.BUS).kill(What.BROKER);
            Instant killed = Clock.systemUTC().instant();
            lab.host(old).kill(What.PATRONI);
            lab.host(old).kill(What.POSTGRES);
            String next = Aftermath.otherLeader(lab, old);
            Await.until(next + " to take writes", BOUND, () -> lab.host(next)
                    .postgres()
                    .isPrimary());
            Await.until("the write port of every node at " + next, SOONER_THAN_ANY_CHECK, () -> lab.nodes().stream()
                    .allMatch(node -> node.serversUp("primary").equals(List.of(next))));
            lab.host(Layout.BUS).start(What.BROKER);
            Await.until("every agent to have told that it acted alone", BOUND, () -> actedAlone(lab, killed)
                    .containsAll(Layout.NODES));
            aftermath.trafficFollowsTheLeader();
            aftermath.neverTwoHolders();
        }
    }

    @Test
    @Tag("short")
    void r7AnAgentThatWasRestartedAwayFromTheLeaderKnowsThatItTakesWrites(Lab lab) {
        Host away = Aftermath.replica(lab);
        away.kill(What.NODE_AGENT);
        away.start(What.NODE_AGENT);
        String expected = "\"writesTo\":\"" + lab.leader() + "\"";
        Await.until("the agent of " + away.name() + " to know it", BOUND, () -> Aftermath.agent(away, "/status")
                .replace(" ", "")
                .contains(expected));
    }

    @Test
    void aProxyThatIsReloadedRightAfterAHandoverIsToldAgain(Lab lab) {
        try (Aftermath aftermath = Aftermath.of(lab)) {
            lab.switchover(Scope.MAIN, lab.leader(), Aftermath.replica(lab).name());
            lab.nodes().forEach(Host::reloadHaproxy);
            aftermath.holds();
        }
    }

    @Test
    void aMemberOfEtcdThatIsKilledOrFrozenChangesNothing(Lab lab) {
        try (Aftermath aftermath = Aftermath.of(lab)) {
            Host replica = Aftermath.replica(lab);
            replica.kill(What.ETCD);
            lab.switchover(Scope.MAIN, lab.leader(), other(lab, replica.name()));
            aftermath.completed();
            replica.start(What.ETCD);
            Await.until("etcd of " + replica.name(), BOUND, () -> lab.etcd().healthy(replica.name()));
            // The old leader has to be a replica again: Patroni refuses to hand over while it has no good candidate.
            lab.awaitReplicas(Scope.MAIN, 2, BOUND);
            Host second = Aftermath.replica(lab);
            second.freeze(What.ETCD);
            switchOver(lab, lab.leader(), other(lab, second.name()));
            aftermath.completed();
            second.cont(What.ETCD);
            aftermath.holds();
        }
    }

    /** Nodes whose agents moved the writes since then without a command. */
    private static Set<String> actedAlone(Lab lab, Instant since) {
        return TopicReader.of(lab.layout(), Topic.AUDIT, Scope.MAIN).stream()
                .filter(record -> record.type() == EventType.INTENT_RECORDED
                        && record.time().isAfter(since)
                        && record.data(Intent.class).getReason().equals(RouteReason.AUTONOMY.sentence()))
                .map(record -> record.source().split("/", -1)[4])
                .collect(Collectors.toSet());
    }

    /** Asked again while the Patroni that is asked still writes to the frozen member and answers 503. */
    private static void switchOver(Lab lab, String from, String to) {
        Await.until("Patroni to hand over to " + to, BOUND, () -> {
            if (!lab.leaderNow(Scope.MAIN).equals(Optional.of(to))) {
                lab.switchover(Scope.MAIN, from, to);
            }
            return true;
        });
    }

    private static String other(Lab lab, String than) {
        String leader = lab.leader();
        return Layout.NODES.stream()
                .filter(name -> !name.equals(leader) && !name.equals(than))
                .findFirst()
                .orElseThrow();
    }

    /** The coordinator in whose hands the scope is, by its own account. */
    private static String owner(Lab lab) {
        return Await.value("a coordinator that owns the scope", BOUND, () -> Layout.COORDINATORS.stream()
                .filter(name -> Rest.get("http://" + lab.host(name).ip() + ":7481/api/v1/scopes")
                        .body()
                        .contains(Scope.MAIN.path()))
                .findFirst());
    }
}
