package io.pgbaton.lab.scenario;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.pgbaton.lab.Await;
import io.pgbaton.lab.Host;
import io.pgbaton.lab.Lab;
import io.pgbaton.lab.LabOptions;
import io.pgbaton.lab.What;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What R1b and R2 say of an etcd that does not answer, at default settings. */
@Tag("lab")
class EtcdIsSilentScenario {
    private static final Duration BOUND = Duration.ofSeconds(60);
    private static final Duration LIFETIME = Duration.ofSeconds(10);
    private static final Duration KERNEL_ROUNDS = Duration.ofMillis(1300);

    @Test
    void sevenSecondsOfSilenceChangeNothing() {
        try (OwnLab own = OwnLab.up("si", LabOptions.defaults().withLifetime(LIFETIME));
                Aftermath aftermath = Aftermath.of(own.lab())) {
            Lab lab = own.lab();
            String leader = lab.leader();
            freezeEtcd(lab);
            Instant thaw = Clock.systemUTC().instant().plusSeconds(7);
            Await.until(
                    "seven seconds", BOUND, () -> Clock.systemUTC().instant().isAfter(thaw));
            lab.nodes().forEach(node -> node.cont(What.ETCD));
            Await.until("etcd again", BOUND, () -> lab.etcd().healthy("n1"));
            assertEquals(leader, lab.leader());
            assertEquals(1, aftermath.timeline().carries().size(), "the address never moved and never went");
            aftermath.trafficFollowsTheLeader();
        }
    }

    @Test
    void R2_withoutQuorumTheAddressGoesWithItsLifetime() {
        try (OwnLab own = OwnLab.up("nq", LabOptions.defaults());
                Aftermath aftermath = Aftermath.of(own.lab())) {
            Lab lab = own.lab();
            Instant lost = Clock.systemUTC().instant();
            freezeEtcd(lab);
            Await.until(
                    "the address to be gone",
                    BOUND,
                    () -> aftermath.timeline().carriersNow().isEmpty());
            Duration after = Duration.between(
                    lost, aftermath.timeline().carries().get(0).until().orElseThrow());
            Duration allowed = lab.options().lifetime().plus(KERNEL_ROUNDS);
            assertTrue(after.compareTo(allowed) <= 0, "gone after " + after.toMillis() + " ms");
            lab.nodes().forEach(node -> node.cont(What.ETCD));
            aftermath.trafficFollowsTheLeader();
            aftermath.neverTwoHolders();
        }
    }

    /** With the lifetime that doctor asks for: loop_wait + 2 x retry_timeout + 5 s. */
    @Test
    void R2a_withFailsafeModeTheAddressStaysOnThePrimaryThatPatroniKeeps() {
        LabOptions options = LabOptions.defaults()
                .withPatroni(Duration.ofSeconds(30), Duration.ofSeconds(5), Duration.ofSeconds(3))
                .withLifetime(Duration.ofSeconds(16))
                .withFailsafe();
        try (OwnLab own = OwnLab.up("fs", options);
                Aftermath aftermath = Aftermath.of(own.lab())) {
            Lab lab = own.lab();
            Host leader = lab.host(lab.leader());
            Instant lost = Clock.systemUTC().instant();
            freezeEtcd(lab);
            Await.until("failsafe mode to be active", BOUND, () -> failsafeActive(leader));
            System.out.println("R2a: Patroni said so "
                    + Duration.between(lost, Clock.systemUTC().instant()).toMillis() + " ms after etcd fell silent");
            Instant overWithoutIt = lost.plus(options.lifetime()).plus(KERNEL_ROUNDS);
            Await.until("more than a lifetime without etcd", BOUND, () -> Clock.systemUTC()
                    .instant()
                    .isAfter(overWithoutIt));
            assertEquals(List.of(leader.name()), aftermath.timeline().carriersNow());
            assertTrue(
                    Aftermath.agent(leader, "/metrics").contains("alarm=\"failsafe_without_etcd\""),
                    "to prolong without etcd is an alarm");
            lab.nodes().forEach(node -> node.cont(What.ETCD));
            aftermath.trafficFollowsTheLeader();
            aftermath.neverTwoHolders();
            assertEquals(leader.name(), lab.leader());
            assertEquals(1, aftermath.timeline().carries().size(), "the address never moved and never went");
        }
    }

    private static void freezeEtcd(Lab lab) {
        lab.nodes().forEach(node -> node.freeze(What.ETCD));
    }

    private static boolean failsafeActive(Host node) {
        return node.exec("curl", "-s", "http://127.0.0.1:8008/patroni")
                .orFail()
                .contains("\"failsafe_mode_is_active\": true");
    }
}
