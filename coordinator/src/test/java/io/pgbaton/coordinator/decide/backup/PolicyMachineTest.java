package io.pgbaton.coordinator.decide.backup;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.pgbaton.coordinator.decide.backup.PolicyAction.Closed.Result;
import io.pgbaton.proto.v1.BackupType;
import io.pgbaton.proto.v1.RefusalReason;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class PolicyMachineTest {
    private static final Duration HALF_AN_HOUR = Duration.ofMinutes(30);
    private static final String NIGHTLY = "diff=0 1 * * *";
    private static final String SUNDAYS = "full=0 1 * * 0";

    @Test
    void whatIsDueIsCommandedOnceWithItsReason() {
        PolicyPlay play = PolicyPlay.of(NIGHTLY).until("2026-11-21T00:59:00Z");
        assertEquals(List.of(), play.types());
        play.until("2026-11-21T01:00:00Z").made(HALF_AN_HOUR).until("2026-11-21T12:00:00Z");
        assertEquals(List.of("DIFF"), play.types());
        assertEquals("bk1", play.lastCommand().node());
        assertEquals(
                "due since 2026-11-21T01:00:00Z by diff: 0 1 * * * (Z)",
                play.lastCommand().order().reason());
        assertEquals(List.of(Result.DONE), results(play));
    }

    @Test
    void whatWasDueBeforeThePolicyBeganIsHistory() {
        assertEquals(
                List.of(), PolicyPlay.of(NIGHTLY).until("2026-11-20T13:00:00Z").types());
    }

    @Test
    void oneBackupMakesUpForAllDueTimesThatWereMissed() {
        PolicyPlay play = PolicyPlay.of(NIGHTLY).asleepUntil("2026-11-25T12:00:00Z");
        assertEquals(List.of("DIFF"), play.types());
        play.made(HALF_AN_HOUR).until("2026-11-25T23:00:00Z");
        assertEquals(List.of("DIFF"), play.types());
    }

    @Test
    void ofSeveralThatAreDueTheLargestIsMadeAndServesForAll() {
        PolicyPlay play = PolicyPlay.of(SUNDAYS, NIGHTLY, "incr=0 * * * *").asleepUntil("2026-11-22T01:00:00Z");
        play.made(HALF_AN_HOUR).until("2026-11-22T01:59:00Z");
        assertEquals(List.of("FULL"), play.types());
        play.until("2026-11-22T02:00:00Z");
        assertEquals(List.of("FULL", "INCR"), play.types());
    }

    @Test
    void whatCameDueWhileABackupWasMadeFollowsIt() {
        PolicyPlay play = PolicyPlay.of(NIGHTLY, "incr=30 1 * * *").until("2026-11-21T01:00:00Z");
        play.made(Duration.ofHours(1)).look();
        assertEquals(List.of("DIFF", "INCR"), play.types());
    }

    @Test
    void aBackupThatSomebodyElseMadeAfterwardsWillDo() {
        PolicyPlay play = PolicyPlay.of(NIGHTLY);
        play.obstacles = Set.of(RefusalReason.PAUSED);
        play.until("2026-11-21T02:00:00Z");
        Span byHand = new Span(Instant.parse("2026-11-21T01:30:00Z"), Instant.parse("2026-11-21T01:50:00Z"));
        play.news(new News.Made("another", BackupType.BACKUP_TYPE_FULL, byHand));
        play.obstacles = Set.of();
        assertEquals(List.of(), play.until("2026-11-21T12:00:00Z").types());
    }

    @Test
    void aSmallerBackupWillNotDo() {
        PolicyPlay play = PolicyPlay.of(NIGHTLY);
        Span incr = new Span(Instant.parse("2026-11-21T01:00:00Z"), Instant.parse("2026-11-21T01:01:00Z"));
        play.asleepUntil("2026-11-21T00:59:59Z").news(new News.Made("x", BackupType.BACKUP_TYPE_INCR, incr));
        assertEquals(List.of("DIFF"), play.until("2026-11-21T01:02:00Z").types());
    }

    @Test
    void r8TheSameDueTimeIsTheSameCommandWhoeverWorksItOut() {
        PolicyPlay one = PolicyPlay.of(NIGHTLY).until("2026-11-21T01:00:00Z");
        PolicyPlay other = PolicyPlay.of(NIGHTLY).asleepUntil("2026-11-21T03:17:00Z");
        String id = one.lastCommand().order().command();
        assertEquals(id, other.lastCommand().order().command());
        one.made(HALF_AN_HOUR).until("2026-11-22T01:00:00Z");
        assertNotEquals(id, one.lastCommand().order().command());
    }

    @Test
    void nothingIsBegunWithinAHandoverNorInTheMinuteAfterIt() {
        PolicyPlay play = PolicyPlay.of(NIGHTLY).until("2026-11-21T00:59:00Z");
        play.handedOver = true;
        play.until("2026-11-21T01:05:00Z");
        play.handedOver = false;
        play.look().after(Duration.ofSeconds(59));
        assertEquals(List.of(), play.types());
        assertEquals(Optional.of(Obstacle.HANDOVER), play.state().waits());
        assertEquals(List.of("DIFF"), play.after(Duration.ofSeconds(1)).types());
    }

    @Test
    void r11WhatIsHeldBackIsDoneLater() {
        for (RefusalReason reason : List.of(RefusalReason.PAUSED, RefusalReason.FLAPPING)) {
            PolicyPlay play = PolicyPlay.of(NIGHTLY);
            play.obstacles = Set.of(reason);
            play.until("2026-11-21T09:00:00Z");
            assertEquals(List.of(), play.types(), reason.name());
            assertEquals(reason.name(), play.state().waits().orElseThrow().name());
            play.obstacles = Set.of();
            assertEquals(List.of("DIFF"), play.look().types());
            assertEquals(Optional.empty(), play.state().waits());
        }
    }

    @Test
    void withoutALeaderAnAgentOrTheStandbyThatIsNeededItWaits() {
        PolicyPlay play = PolicyPlay.of(PolicyPlay.policy(AfterFailover.NEVER, Duration.ofDays(9), true, NIGHTLY));
        play.epoch = 0;
        play.streaming = false;
        play.nodes = List.of();
        assertEquals(
                Optional.of(Obstacle.NO_LEADER),
                play.until("2026-11-21T01:00:00Z").state().waits());
        play.epoch = 10;
        assertEquals(Optional.of(Obstacle.NO_STANDBY), play.look().state().waits());
        play.streaming = true;
        assertEquals(Optional.of(Obstacle.NO_AGENT), play.look().state().waits());
        play.nodes = List.of("bk2");
        assertEquals(List.of("DIFF"), play.look().types());
    }

    @Test
    void nothingIsBegunNorToldWhileTheBusIsReplayed() {
        PolicyPlay play = PolicyPlay.of(PolicyPlay.policy(AfterFailover.NEVER, Duration.ofHours(1), false, NIGHTLY));
        play.replaying = true;
        play.until("2026-11-21T02:00:00Z");
        assertEquals(List.of(), play.types());
        assertEquals(List.of(), play.overdue);
    }

    @Test
    void whatFailedIsTriedThreeTimesWithPausesAndByAnotherAgent() {
        PolicyPlay play = PolicyPlay.of(NIGHTLY);
        play.nodes = List.of("bk2", "bk1");
        play.until("2026-11-21T01:00:00Z").failed().after(Duration.ofMinutes(4));
        assertEquals(1, play.commands.size());
        play.after(Duration.ofMinutes(1)).failed().after(Duration.ofMinutes(9));
        assertEquals(2, play.commands.size());
        play.after(Duration.ofMinutes(1)).failed().until("2026-11-22T00:59:00Z");
        assertEquals(
                List.of("bk1", "bk2", "bk1"),
                play.commands.stream().map(PolicyAction.Command::node).toList());
        assertEquals(
                3,
                play.commands.stream()
                        .map(one -> one.order().command())
                        .distinct()
                        .count());
        assertEquals(List.of(Result.FAILED, Result.FAILED, Result.GIVEN_UP), results(play));
        assertEquals(4, play.until("2026-11-22T01:00:00Z").commands.size(), "the next due time is another one");
    }

    @Test
    void whatNobodySaysAWordOfHasFailed() {
        PolicyPlay play = PolicyPlay.of(NIGHTLY).until("2026-11-21T01:00:00Z");
        assertEquals(1, play.until("2026-11-21T02:05:00Z").commands.size());
        assertEquals(2, play.until("2026-11-21T02:12:00Z").commands.size());
        assertEquals(List.of(Result.FAILED), results(play));
    }

    @Test
    void aBackupOfManyHoursIsNoSilence() {
        PolicyPlay play = PolicyPlay.of(NIGHTLY).until("2026-11-21T01:00:00Z");
        play.news(new News.Begun(play.lastCommand().order().command())).until("2026-11-22T00:00:00Z");
        assertEquals(1, play.commands.size());
        assertEquals(List.of(), play.closed);
    }

    @Test
    void whatIsInTheRepositoryWasMadeAlsoWhenNobodySaidSo() {
        PolicyPlay play = PolicyPlay.of(NIGHTLY).until("2026-11-21T01:00:00Z").after(Duration.ofMinutes(40));
        Span span = new Span(Instant.parse("2026-11-21T01:00:03Z"), Instant.parse("2026-11-21T01:30:00Z"));
        play.news(new News.Read(new Repository(play.now().wall(), Map.of(BackupType.BACKUP_TYPE_FULL, span), "")));
        assertEquals(List.of(Result.DONE), results(play));
        assertEquals(1, play.until("2026-11-21T12:00:00Z").commands.size());
    }

    @Test
    void whatAnAgentMadeByAClockThatIsSlowIsNotMadeAgain() {
        PolicyPlay play = PolicyPlay.of(NIGHTLY).until("2026-11-21T01:00:00Z");
        Order order = play.lastCommand().order();
        Span slow = new Span(Instant.parse("2026-11-21T00:59:50Z"), Instant.parse("2026-11-21T01:10:00Z"));
        play.news(new News.Made(order.command(), order.type(), slow));
        assertEquals(List.of("DIFF"), play.until("2026-11-21T12:00:00Z").types());
    }

    @Test
    void overdueIsToldOnceForTheNewestBackupAndIsOverWithTheNext() {
        PolicyPlay play = PolicyPlay.of(PolicyPlay.policy(AfterFailover.NEVER, Duration.ofHours(26), false, NIGHTLY));
        play.until("2026-11-21T01:00:00Z").made(HALF_AN_HOUR);
        play.obstacles = Set.of(RefusalReason.PAUSED);
        play.until("2026-11-22T03:30:00Z");
        assertEquals(List.of(), play.overdue);
        play.until("2026-11-22T09:00:00Z");
        Instant newest = Instant.parse("2026-11-21T01:30:00Z");
        assertEquals(List.of(new PolicyAction.TellOverdue(newest)), play.overdue);
        assertEquals(Optional.of(newest), play.state().told());
        play.obstacles = Set.of();
        play.look().made(HALF_AN_HOUR);
        assertEquals(Optional.empty(), play.state().told());
        assertEquals(1, play.overdue.size());
    }

    @Test
    void withoutAnyBackupItIsOverdueFromTheBeginningOfThePolicyOn() {
        PolicyPlay play = PolicyPlay.of(PolicyPlay.policy(AfterFailover.NEVER, Duration.ofHours(26), false));
        play.until("2026-11-21T14:00:00Z");
        assertEquals(List.of(), play.overdue);
        play.until("2026-11-21T14:01:00Z");
        assertEquals(List.of(new PolicyAction.TellOverdue(PolicyPlay.NOON)), play.overdue);
    }

    @Test
    void aBackupThatExpiredIsThereNoMore() {
        PolicyPlay play = PolicyPlay.of(PolicyPlay.policy(AfterFailover.NEVER, Duration.ofHours(26), false));
        Span young = new Span(Instant.parse("2026-11-21T12:00:00Z"), Instant.parse("2026-11-21T12:05:00Z"));
        play.until("2026-11-21T12:06:00Z").news(new News.Made("x", BackupType.BACKUP_TYPE_FULL, young));
        play.news(new News.Read(new Repository(play.now().wall(), Map.of(), "")));
        assertEquals(young.stop(), play.state().freshFrom(), "the agent may have looked before it was made");
        play.after(Duration.ofMinutes(10));
        play.news(new News.Read(new Repository(play.now().wall(), Map.of(), "")));
        assertEquals(PolicyPlay.NOON, play.state().freshFrom());
    }

    @Test
    void aClockThatGoesBackDoublesNothing() {
        PolicyPlay play = PolicyPlay.of(NIGHTLY).until("2026-11-21T01:00:00Z").made(HALF_AN_HOUR);
        play.asleepUntil("2026-11-20T23:00:00Z").until("2026-11-21T12:00:00Z");
        assertEquals(List.of("DIFF"), play.types());
        assertTrue(play.state().agenda().next().isPresent());
    }

    private static List<Result> results(PolicyPlay play) {
        return play.closed.stream().map(PolicyAction.Closed::result).toList();
    }
}
