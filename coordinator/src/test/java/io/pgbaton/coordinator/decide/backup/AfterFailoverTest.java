package io.pgbaton.coordinator.decide.backup;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.pgbaton.proto.v1.RefusalReason;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class AfterFailoverTest {
    private static final Duration MINUTE = Duration.ofMinutes(1);
    /** In segment 6 of 16 MiB: the WAL of the old timeline is whole with its segment 5. */
    private static final String CHANGE = "0/6000060";

    private static final String BEFORE = "000000030000000000000005";
    private static final String LONG_BEFORE = "000000030000000000000002";
    private static final String AFTER = "000000040000000000000006";

    @Test
    void alwaysAfterAFailoverOnceTheHandoverIsOverForAMinute() {
        PolicyPlay play = play(AfterFailover.ALWAYS).handover(false, CHANGE);
        assertEquals(List.of(), play.types());
        play.after(MINUTE).made(MINUTE).after(Duration.ofHours(5));
        assertEquals(List.of("INCR"), play.types());
        assertEquals("handover-20", play.lastCommand().order().handover());
        assertEquals(
                "timeline 3 to 4: the leader was lost",
                play.lastCommand().order().reason());
    }

    @Test
    void neverIsNever() {
        PolicyPlay play = play(AfterFailover.NEVER).handover(false, CHANGE).after(Duration.ofHours(5));
        assertEquals(List.of(), play.types());
    }

    @Test
    void noneIsNeededWhenTheWalAcrossTheChangeIsWhole() {
        PolicyPlay play = play(AfterFailover.IF_NEEDED).wal(BEFORE).handover(false, CHANGE);
        play.after(MINUTE).wal(AFTER).after(Duration.ofHours(5));
        assertEquals(List.of(), play.types());
    }

    @Test
    void oneIsNeededWhenWalOfTheOldTimelineWasNotSeen() {
        PolicyPlay play = play(AfterFailover.IF_NEEDED).wal(LONG_BEFORE).handover(false, CHANGE);
        play.after(MINUTE).wal(AFTER);
        assertEquals(List.of("INCR"), play.types());
        assertEquals(
                "timeline 3 to 4: the WAL of timeline 3 was last seen at " + LONG_BEFORE + ", before its end",
                play.lastCommand().order().reason());
    }

    @Test
    void oneIsNeededWhenTheOldTimelineGoesOn() {
        PolicyPlay play =
                play(AfterFailover.IF_NEEDED).wal("000000030000000000000009").handover(false, CHANGE);
        assertEquals(List.of("INCR"), play.after(MINUTE).wal(AFTER).types());
    }

    @Test
    void whatTheNewPrimaryArchivesIsWaitedForAQuarterOfAnHour() {
        PolicyPlay play = play(AfterFailover.IF_NEEDED).wal(BEFORE).handover(false, CHANGE);
        play.after(Duration.ofMinutes(14));
        assertEquals(List.of(), play.types());
        assertEquals(List.of("INCR"), play.after(MINUTE).types());
    }

    @Test
    void aPlannedSwitchoverWantsOneOnlyIfNeeded() {
        PolicyPlay play = play(AfterFailover.ALWAYS).wal(BEFORE).handover(true, CHANGE);
        play.after(MINUTE).wal(AFTER).after(Duration.ofHours(5));
        assertEquals(List.of(), play.types());
    }

    @Test
    void onceAnEpochAlsoWhenItsBackupIsGivenUp() {
        PolicyPlay play =
                play(AfterFailover.ALWAYS).handover(false, CHANGE).after(MINUTE).failed();
        play.after(Duration.ofMinutes(5)).failed().after(Duration.ofMinutes(10)).failed();
        play.after(Duration.ofHours(9));
        assertEquals(3, play.commands.size());
    }

    @Test
    void r11AfterFlappingThereIsOneForAllChanges() {
        PolicyPlay play = play(AfterFailover.IF_NEEDED).wal(LONG_BEFORE);
        play.obstacles = Set.of(RefusalReason.FLAPPING);
        for (int i = 0; i < 3; i++) {
            play.handover(false, CHANGE).after(MINUTE);
        }
        play.after(Duration.ofHours(3));
        assertEquals(List.of(), play.types());
        play.obstacles = Set.of();
        play.look().made(MINUTE).after(Duration.ofHours(3));
        assertEquals(List.of("INCR"), play.types());
        assertEquals("handover-40", play.lastCommand().order().handover());
    }

    @Test
    void aCalendarAndAFailoverMakeOneBackup() {
        PolicyPlay play =
                PolicyPlay.of(PolicyPlay.policy(AfterFailover.ALWAYS, Duration.ofDays(9), false, "full=0 1 * * *"));
        play.asleepUntil("2026-11-21T00:59:30Z")
                .handover(false, CHANGE)
                .after(MINUTE)
                .made(MINUTE);
        play.after(Duration.ofHours(9));
        assertEquals(List.of("FULL"), play.types());
        assertEquals("handover-20", play.lastCommand().order().handover());
        assertEquals(
                "timeline 3 to 4: the leader was lost; due since 2026-11-21T01:00:00Z by full: 0 1 * * * (Z)",
                play.lastCommand().order().reason());
    }

    @Test
    void aLeaderThatCameOnTheSameTimelineWantsNone() {
        PolicyPlay play = play(AfterFailover.ALWAYS).handover(false, CHANGE);
        Succession moved = play.last.orElseThrow();
        PolicyPlay restarted = play(AfterFailover.ALWAYS);
        restarted.epoch = 20;
        restarted.last = Optional.of(new Succession("restart", false, 10, 20, 3, 3, CHANGE, moved.over()));
        assertEquals(List.of(), restarted.after(Duration.ofHours(5)).types());
    }

    @Test
    void aChangeIsNotForgottenWhenAnotherHandoverIsWithdrawn() {
        PolicyPlay play = play(AfterFailover.IF_NEEDED).wal(LONG_BEFORE).handover(false, CHANGE);
        play.last = Optional.empty();
        assertEquals(List.of("INCR"), play.after(MINUTE).wal(AFTER).types());
    }

    private static PolicyPlay play(AfterFailover rule) {
        return PolicyPlay.of(PolicyPlay.policy(rule, Duration.ofDays(9), false));
    }
}
