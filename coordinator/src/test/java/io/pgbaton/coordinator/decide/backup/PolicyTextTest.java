package io.pgbaton.coordinator.decide.backup;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What a coordinator knows of its policies outlives it in the description of the scope. */
class PolicyTextTest {
    private static final Duration MINUTE = Duration.ofMinutes(1);

    @Test
    void whoeverTakesOverWaitsForTheSameBackup() {
        PolicyPlay play =
                PolicyPlay.of("diff=0 1 * * *").until("2026-11-21T01:00:00Z").takenOver();
        play.until("2026-11-21T01:05:00Z").made(MINUTE).until("2026-11-21T12:00:00Z");
        assertEquals(List.of("DIFF"), play.types());
        assertEquals(1, play.closed.size());
    }

    @Test
    void r8WhatWasDealtWithIsNotDoneAgain() {
        PolicyPlay play =
                PolicyPlay.of("diff=0 1 * * *").until("2026-11-21T01:00:00Z").made(MINUTE);
        assertEquals(
                List.of("DIFF"), play.takenOver().until("2026-11-21T12:00:00Z").types());
    }

    @Test
    void whatCameDueWhileNobodyOwnedTheScopeIsDoneByWhoeverTakesOver() {
        PolicyPlay one = PolicyPlay.of("diff=0 1 * * *").until("2026-11-21T01:00:00Z");
        PolicyPlay other = PolicyPlay.of("diff=0 1 * * *").until("2026-11-21T00:58:00Z");
        other.asleepUntil("2026-11-21T00:59:00Z").takenOver().asleepUntil("2026-11-21T02:58:00Z");
        assertEquals(
                one.lastCommand().order().command(),
                other.lastCommand().order().command(),
                "R8: the id of the due time");
    }

    @Test
    void aFailedAttemptIsNotTheFirstAgain() {
        PolicyPlay play =
                PolicyPlay.of("diff=0 1 * * *").until("2026-11-21T01:00:00Z").failed();
        play.takenOver().until("2026-11-21T01:06:00Z");
        assertEquals(2, play.lastCommand().order().attempt());
    }

    @Test
    void aChangeThatWantsABackupIsRemembered() {
        PolicyPlay play = PolicyPlay.of(PolicyPlay.policy(AfterFailover.ALWAYS, Duration.ofDays(9), false));
        play.handover(false, "0/6000060").takenOver().after(MINUTE);
        assertEquals("handover-20", play.lastCommand().order().handover());
    }

    @Test
    void whatTimelinesReachedIsRemembered() {
        PolicyPlay play = PolicyPlay.of(PolicyPlay.policy(AfterFailover.IF_NEEDED, Duration.ofDays(9), false));
        play.wal("000000030000000000000005").handover(false, "0/6000060").takenOver();
        play.wal("000000040000000000000006").after(Duration.ofHours(5));
        assertEquals(List.of(), play.types());
    }

    @Test
    void overdueIsNotToldAgain() {
        PolicyPlay play = PolicyPlay.of(PolicyPlay.policy(AfterFailover.NEVER, Duration.ofHours(1), false));
        play.after(Duration.ofHours(2)).takenOver().after(Duration.ofHours(2));
        assertEquals(1, play.overdue.size());
    }

    @Test
    void aCalendarThatIsAnotherOneNowBeginsNow() {
        PolicyPlay play =
                PolicyPlay.of("full=0 1 * * 0").until("2026-11-22T01:00:00Z").made(MINUTE);
        play.until("2026-11-25T12:00:00Z");
        play.policy = PolicyPlay.policy(AfterFailover.NEVER, Duration.ofDays(400), false, "full=0 1 * * 1");
        play.takenOver().until("2026-11-29T12:00:00Z");
        assertEquals(List.of("FULL"), play.types());
        play.until("2026-11-30T01:00:00Z");
        assertEquals(List.of("FULL", "FULL"), play.types());
    }
}
