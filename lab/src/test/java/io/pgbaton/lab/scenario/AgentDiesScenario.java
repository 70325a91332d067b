package io.pgbaton.lab.scenario;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.pgbaton.lab.Await;
import io.pgbaton.lab.Host;
import io.pgbaton.lab.Lab;
import io.pgbaton.lab.What;
import io.pgbaton.lab.cluster.Scope;
import io.pgbaton.proto.bus.EventType;
import io.pgbaton.proto.v1.AddressExpired;
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

    /**
     * The worst moment: what is left of the lifetime was computed, the system call not yet made. Continued when another
     * holds the address, the agent makes it, and the kernel, told to prolong what is no longer there, adds it again.
     */
    @Test
    void R1b_anAgentStoppedBetweenConfirmationAndRefreshTakesBackAtOnceWhatItAddsTooLate(Lab lab) {
        Host old = lab.host(lab.leader());
        try (StoppingAgent agent = StoppingAgent.insteadOf(lab, old);
                Aftermath aftermath = Aftermath.of(lab)) {
            agent.stopBeforeItsNextSystemCall();
            String next = Aftermath.replica(lab).name();
            lab.switchover(Scope.MAIN, old.name(), next);
            aftermath.trafficFollowsTheLeader();
            aftermath.neverTwoHolders();
            Instant continued = Clock.systemUTC().instant();
            old.cont(What.NODE_AGENT);
            Await.until(
                    "the call that comes too late",
                    BOUND,
                    () -> !aftermath.timeline().overlaps().isEmpty());
            Await.until("its end to be told", BOUND, () -> expiryTold(aftermath, old));
            aftermath.trafficFollowsTheLeader();
            Duration longest = aftermath.timeline().longestOverlap();
            System.out.println("R1b: two holders for " + longest.toNanos() / 1e6 + " ms, allowed "
                    + KERNEL_ROUNDS.toMillis() + " ms");
            assertTrue(longest.compareTo(KERNEL_ROUNDS) <= 0, "two holders for " + longest);
            assertEquals(List.of(), aftermath.claimsSince(continued, old.name()), "it announced what it had lost");
        }
    }

    private static boolean expiryTold(Aftermath aftermath, Host node) {
        return aftermath.events().stream()
                .filter(event -> event.type() == EventType.ADDRESS_EXPIRED)
                .anyMatch(event -> event.data(AddressExpired.class).getNode().equals(node.name()));
    }
}
