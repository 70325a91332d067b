package io.pgbaton.coordinator.decide.backup;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import io.pgbaton.coordinator.decide.backup.PolicyAction.Closed.Result;
import io.pgbaton.proto.v1.RefusalReason;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Drills are planned by the machine of backups: what is said here is what they have for themselves. */
class DrillPolicyTest {
    private static final Policy SATURDAYS = Policy.drills("demo", 1, Calendar.of("0 4 * * 6"), ZoneOffset.UTC);

    /** PolicyPlay begins on a Friday at noon. */
    private final PolicyPlay play = PolicyPlay.of(SATURDAYS);

    @Test
    void oneIsCommandedWhenItIsDueAndNotAgainBeforeTheNextTime() {
        play.until("2026-11-21T04:00:00Z");
        assertEquals(1, play.commands.size());
        assertEquals("drill@2026-11-21T04:00:00Z", play.lastCommand().order().anchor());
        play.made(Duration.ofMinutes(40)).until("2026-11-28T03:59:00Z");
        assertEquals(1, play.commands.size());
        play.until("2026-11-28T04:00:00Z");
        assertEquals(2, play.commands.size());
    }

    @Test
    void oneThatFailedIsTriedOnceMore() {
        play.until("2026-11-21T04:00:00Z").failed().after(Duration.ofMinutes(10));
        assertEquals(2, play.commands.size());
        assertNotEquals(
                play.commands.get(0).order().command(),
                play.commands.get(1).order().command());
        play.failed().until("2026-11-28T03:59:00Z");
        assertEquals(2, play.commands.size());
        assertEquals(
                List.of(Result.FAILED, Result.GIVEN_UP),
                play.closed.stream().map(PolicyAction.Closed::result).toList());
    }

    @Test
    void r11OneWaitsWhileTheScopeIsPausedOrAHandoverGoesOnAndIsMadeUpFor() {
        play.obstacles = Set.of(RefusalReason.PAUSED);
        play.until("2026-11-21T05:00:00Z");
        assertEquals(Optional.of(Obstacle.PAUSED), play.state().waits());
        play.obstacles = Set.of();
        play.handedOver = true;
        play.after(Duration.ofMinutes(1));
        assertEquals(Optional.of(Obstacle.HANDOVER), play.state().waits());
        play.handedOver = false;
        play.look().after(Duration.ofMinutes(3));
        assertEquals(1, play.commands.size());
    }

    @Test
    void r8WhoeverTakesTheScopeOverGoesOnWithTheSameOne() {
        play.until("2026-11-21T04:00:00Z").takenOver().after(Duration.ofMinutes(30));
        assertEquals(1, play.commands.size());
        play.made(Duration.ofMinutes(10)).takenOver().until("2026-11-22T00:00:00Z");
        assertEquals(1, play.commands.size());
    }

    @Test
    void noChangeOfALeaderAsksForOneAndNoneIsOverdue() {
        play.handover(false, "0/3000000").until("2026-11-20T23:00:00Z");
        assertEquals(0, play.commands.size());
        assertEquals(0, play.overdue.size());
    }

    @Test
    void withoutAnAgentThatOffersDrillsItWaits() {
        play.nodes = List.of();
        play.until("2026-11-21T04:01:00Z");
        assertEquals(Optional.of(Obstacle.NO_DRILLS), play.state().waits());
    }
}
