package io.pgbaton.lab.scenario;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.pgbaton.lab.Await;
import io.pgbaton.lab.Host;
import io.pgbaton.lab.Lab;
import io.pgbaton.lab.cluster.Rest;
import io.pgbaton.lab.cluster.Scope;
import io.pgbaton.lab.writer.WritePath;
import io.pgbaton.proto.v1.HandoverCompleted;
import io.pgbaton.proto.v1.HandoverKind;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Switchovers as Patroni's REST interface takes them. */
@Tag("lab")
@ExtendWith(SharedLab.class)
class SwitchoverScenario {
    private static final Duration BOUND = Duration.ofSeconds(60);

    @Test
    @Tag("short")
    void aSwitchoverMovesAddressAndProxiesAndTheBusTellsTheWholeStory(Lab lab) {
        try (Aftermath aftermath = Aftermath.of(lab)) {
            String old = lab.leader();
            String next = Aftermath.replica(lab).name();
            lab.switchover(Scope.MAIN, old, next);
            HandoverCompleted completed = aftermath.holds();
            assertEquals(HandoverKind.SWITCHOVER, completed.getKind());
            assertEquals(old, completed.getOldMember());
            assertEquals(next, completed.getNewMember());
            assertEquals(completed.getOldTimeline() + 1, completed.getNewTimeline());
            assertEquals(List.of(), List.copyOf(completed.getUnconfirmedList()));
        }
    }

    @Test
    void aScheduledSwitchoverLetsWritesGoOnUntilItIsDue(Lab lab) {
        try (Aftermath aftermath = Aftermath.of(lab)) {
            String old = lab.leader();
            String next = Aftermath.replica(lab).name();
            long asked = Clock.systemUTC().millis();
            Instant due = Clock.systemUTC().instant().plusSeconds(6);
            String body =
                    "{\"leader\":\"" + old + "\",\"candidate\":\"" + next + "\",\"scheduled_at\":\"" + due + "\"}";
            Rest.Answer answer = Rest.post(Scope.MAIN.restUrl(lab.layout(), old) + "/switchover", body, BOUND);
            assertTrue(answer.status() / 100 == 2, answer.toString());
            assertEquals(next, Aftermath.otherLeader(lab, old));
            HandoverCompleted completed = aftermath.holds();
            assertEquals(HandoverKind.SWITCHOVER, completed.getKind());
            boolean early = lab.writer(WritePath.HAPROXY).outagesSince(asked).stream()
                    .anyMatch(outage -> outage.fromMillis() < due.toEpochMilli() - 500 && outage.millis() > 1000);
            assertTrue(
                    !early,
                    () -> "writes stopped before it was due: "
                            + lab.writer(WritePath.HAPROXY).outagesSince(asked));
        }
    }

    @Test
    void aRefusedSwitchoverLeavesNothingDrained(Lab lab) {
        try (Aftermath aftermath = Aftermath.of(lab)) {
            String leader = lab.leader();
            Host replica = Aftermath.replica(lab);
            String body = "{\"leader\":\"" + replica.name() + "\",\"candidate\":\"" + leader + "\"}";
            Rest.Answer answer = Rest.post(Scope.MAIN.restUrl(lab.layout(), leader) + "/switchover", body, BOUND);
            assertTrue(answer.status() / 100 == 4, answer.toString());
            assertEquals(leader, lab.leader());
            aftermath.trafficFollowsTheLeader();
            aftermath.neverTwoHolders();
        }
    }

    @Test
    void aRequestThatIsWithdrawnPutsTheLeaderBackIntoTheWritePath(Lab lab) {
        try (Aftermath aftermath = Aftermath.of(lab)) {
            String leader = lab.leader();
            String key = "/" + Scope.MAIN.path() + "/failover";
            // Patroni is stopped for a moment, so that it cannot act on the request before it is taken back.
            lab.nodes().forEach(node -> node.freeze(io.pgbaton.lab.What.PATRONI));
            lab.etcd().put(key, "{\"leader\":\"" + leader + "\",\"member\":\"nobody\"}");
            Await.until("the leader to be drained", BOUND, () -> lab.nodes().stream()
                    .allMatch(node -> node.serversUp("primary").isEmpty()));
            lab.etcd().put(key, "{}");
            lab.nodes().forEach(node -> node.cont(io.pgbaton.lab.What.PATRONI));
            aftermath.trafficFollowsTheLeader();
            aftermath.neverTwoHolders();
        }
    }
}
