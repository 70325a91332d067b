package io.pgbaton.lab.scenario;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

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

/** R1b on a real kernel: an agent that does nothing any more loses the address without doing anything. */
@Tag("lab")
@ExtendWith(SharedLab.class)
class AgentDiesScenario {
    private static final Duration BOUND = Duration.ofSeconds(30);

    /** R1b: at most this late; the kernel rounds. The watcher's own resolution is well below it. */
    private static final Duration KERNEL_ROUNDS = Duration.ofMillis(1300);

    @Test
    @Tag("short")
    void R1b_anAgentThatIsKilledAndLeftDeadLosesTheAddressByTheKernel(Lab lab) {
        try (Aftermath aftermath = Aftermath.of(lab)) {
            Host leader = lab.host(lab.leader());
            Instant killed = Clock.systemUTC().instant();
            leader.kill(What.NODE_AGENT);
            Await.until(
                    "the address to be gone",
                    BOUND,
                    () -> aftermath.timeline().carriersNow().isEmpty());
            Instant gone = aftermath.timeline().carries().stream()
                    .flatMap(carry -> carry.until().stream())
                    .reduce((first, second) -> second)
                    .orElseThrow();
            Duration late = Duration.between(killed, gone);
            Duration allowed = lab.options().lifetime().plus(KERNEL_ROUNDS);
            assertTrue(late.compareTo(allowed) <= 0, "gone after " + late.toMillis() + " ms, allowed " + allowed);
            leader.start(What.NODE_AGENT);
            aftermath.trafficFollowsTheLeader();
            aftermath.neverTwoHolders();
        }
    }

    @Test
    void anAgentThatIsRestartedInTimeAdoptsTheAddressAndAnOpenConnectionLivesOn(Lab lab) {
        try (Aftermath aftermath = Aftermath.of(lab);
                OpenSession session = OpenSession.through(lab, aftermath.vip())) {
            Host leader = lab.host(lab.leader());
            leader.kill(What.NODE_AGENT);
            leader.start(What.NODE_AGENT);
            // The lifetime of before the kill is over after this; only a new confirmation keeps the address.
            Await.until("two confirmations of the new agent", BOUND, () -> confirmedAgain(leader));
            assertTrue(session.answers(), "the connection through the address broke");
            assertEquals(List.of(leader.name()), aftermath.timeline().carriersNow());
            aftermath.neverTwoHolders();
        }
    }

    @Test
    void anAgentThatStandsStillWhileAnotherNodeBecomesLeaderIsNoSecondHolder(Lab lab) {
        try (Aftermath aftermath = Aftermath.of(lab)) {
            Host old = lab.host(lab.leader());
            old.freeze(What.NODE_AGENT);
            lab.switchover(Scope.MAIN, old.name(), Aftermath.replica(lab).name());
            aftermath.completed();
            old.cont(What.NODE_AGENT);
            aftermath.trafficFollowsTheLeader();
            aftermath.neverTwoHolders();
        }
    }

    private static boolean confirmedAgain(Host node) {
        String status = Aftermath.agent(node, "/status");
        return status.contains("\"servesWrites\":true") && status.contains("\"held\":true");
    }
}
