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

    @Test
    void R2a_withFailsafeModeTheAddressStaysOnThePrimaryThatPatroniKeeps() {
        try (OwnLab own = OwnLab.up("fs", LabOptions.defaults().withFailsafe());
                Aftermath aftermath = Aftermath.of(own.lab())) {
            Lab lab = own.lab();
            String leader = lab.leader();
            freezeEtcd(lab);
            // Patroni notices within loop_wait + retry_timeout; the address needs its word from then on.
            Await.until("failsafe mode to be active", BOUND, () -> failsafeActive(lab.host(leader)));
            assertEquals(List.of(leader), aftermath.timeline().carriersNow());
            lab.nodes().forEach(node -> node.cont(What.ETCD));
            aftermath.trafficFollowsTheLeader();
            aftermath.neverTwoHolders();
            assertEquals(leader, lab.leader());
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
