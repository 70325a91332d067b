package io.pgbaton.lab.scenario;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.pgbaton.lab.Await;
import io.pgbaton.lab.Host;
import io.pgbaton.lab.Lab;
import io.pgbaton.lab.What;
import io.pgbaton.lab.cluster.Scope;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** R2b: Patroni is paused and stopped for longer than its ttl; its PostgreSQL goes on, and so does the address. */
@Tag("lab")
@ExtendWith(SharedLab.class)
class PatroniPausedScenario {
    private static final Duration BOUND = Duration.ofSeconds(60);

    /** R1b: at most this late; the kernel rounds. */
    private static final Duration KERNEL_ROUNDS = Duration.ofMillis(1300);

    @Test
    void R2b_theAddressStaysOnThePrimaryOfAPausedClusterWhosePatroniIsStopped(Lab lab) {
        try (Aftermath aftermath = Aftermath.of(lab)) {
            Host leader = lab.host(lab.leader());
            lab.patchPatroni(Scope.MAIN, "{\"pause\": true}");
            Await.until("every agent to see the pause", BOUND, () -> lab.nodes().stream()
                    .allMatch(PatroniPausedScenario::seesPause));
            leader.kill(What.PATRONI, "TERM");
            Await.until("the leader key to run out", BOUND, () -> Aftermath.leaderKey(lab.layout())
                    .isEmpty());
            Instant overWithoutIt =
                    Clock.systemUTC().instant().plus(lab.options().lifetime()).plus(KERNEL_ROUNDS);
            Await.until("a confirmation without a leader key", BOUND, () -> Aftermath.agent(leader, "/metrics")
                    .contains("alarm=\"paused_without_leader\""));
            Await.until("more than a lifetime without a leader key", BOUND, () -> Clock.systemUTC()
                    .instant()
                    .isAfter(overWithoutIt));
            assertEquals(List.of(leader.name()), aftermath.timeline().carriersNow());
            leader.start(What.PATRONI);
            assertEquals(leader.name(), lab.leader());
            lab.patchPatroni(Scope.MAIN, "{\"pause\": null}");
            aftermath.trafficFollowsTheLeader();
            aftermath.neverTwoHolders();
            assertEquals(leader.name(), lab.leader());
            assertEquals(1, aftermath.timeline().carries().size(), "the address never moved and never went");
        }
    }

    private static boolean seesPause(Host node) {
        return Aftermath.agent(node, "/status").contains("\"patroniPaused\":true");
    }
}
