package io.pgbaton.lab.scenario;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.pgbaton.lab.Await;
import io.pgbaton.lab.Host;
import io.pgbaton.lab.Lab;
import io.pgbaton.lab.What;
import io.pgbaton.lab.cluster.Scope;
import io.pgbaton.proto.bus.BusRecord;
import io.pgbaton.proto.bus.EventType;
import io.pgbaton.proto.v1.HandoverCompleted;
import io.pgbaton.proto.v1.HandoverKind;
import io.pgbaton.proto.v1.OrphanStage;
import io.pgbaton.proto.v1.PrimaryOrphaned;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The leader is lost: its processes, its link, its key. */
@Tag("lab")
@ExtendWith(SharedLab.class)
class LeaderDiesScenario {

    /** R1b: at most this late; the kernel rounds. */
    private static final Duration KERNEL_ROUNDS = Duration.ofMillis(1300);

    @Test
    @Tag("short")
    void aLeaderWhoseProcessesAreKilledIsFollowedByAnother(Lab lab) {
        try (Aftermath aftermath = Aftermath.of(lab)) {
            String old = lab.leader();
            lab.host(old).kill(What.PATRONI);
            lab.host(old).kill(What.POSTGRES);
            Aftermath.otherLeader(lab, old);
            HandoverCompleted completed = aftermath.holds();
            assertEquals(HandoverKind.FAILOVER, completed.getKind());
            assertEquals(old, completed.getOldMember());
        }
    }

    @Test
    void whenPatroniAloneIsKilledTheAddressLeavesTheOrphanTheMomentAnotherLeads(Lab lab) {
        try (Aftermath aftermath = Aftermath.of(lab)) {
            Host old = lab.host(lab.leader());
            old.kill(What.PATRONI);
            String next = Aftermath.otherLeader(lab, old.name());
            aftermath.completed();
            assertEquals(List.of(next), aftermath.timeline().carriersNow());
            aftermath.neverTwoHolders();
            assertTrue(
                    aftermath.events().stream().anyMatch(event -> event.type() == EventType.ADDRESS_RELEASED),
                    "its agent let it go when the lock was lost, and did not wait for the kernel");
            assertTrue(old.postgres().isPrimary(), "the orphan goes on as primary: nothing of ours may send it writes");
            Await.until("the orphan to be told", Duration.ofSeconds(30), () -> aftermath.events().stream()
                    .filter(event -> event.type() == EventType.PRIMARY_ORPHANED)
                    .map(event -> event.data(PrimaryOrphaned.class))
                    .anyMatch(told -> told.getStage() == OrphanStage.ORPHANED
                            && told.getMember().equals(old.name())));
        }
    }

    @Test
    void aLeaderThatIsCutOffLosesTheAddressByItselfAndComesBackAsAReplica(Lab lab) {
        try (Aftermath aftermath = Aftermath.of(lab)) {
            Host old = lab.host(lab.leader());
            Instant cut = Clock.systemUTC().instant();
            old.cut();
            String next = Aftermath.otherLeader(lab, old.name());
            assertNotEquals(old.name(), next);
            aftermath.completed();
            for (String address : aftermath.addresses()) {
                Instant gone =
                        aftermath.timeline(address).carries().get(0).until().orElseThrow();
                Duration allowed = lab.options().lifetime().plus(KERNEL_ROUNDS);
                assertTrue(
                        Duration.between(cut, gone).compareTo(allowed) <= 0,
                        () -> address + " was cut off at " + cut + " and gone at " + gone);
            }
            old.heal();
            lab.awaitReplicas(Scope.MAIN, 2, Duration.ofSeconds(90));
            aftermath.holds();
        }
    }

    @Test
    void aKeyPutOverALivingOneIsAnAlarmAndTrafficFollowsWhoeverHoldsIt(Lab lab) {
        try (Aftermath aftermath = Aftermath.of(lab)) {
            lab.etcd().put(Scope.MAIN.leaderKey(), Aftermath.replica(lab).name());
            Await.until("the overwrite to be told", Duration.ofSeconds(30), () -> aftermath.events().stream()
                    .map(BusRecord::type)
                    .anyMatch(type -> type == EventType.LEADER_OVERWRITTEN));
            lab.repair();
            aftermath.trafficFollowsTheLeader();
            aftermath.neverTwoHolders();
        }
    }
}
