package io.pgbaton.coordinator.decide.backup;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.pgbaton.proto.v1.BackupType;
import io.pgbaton.proto.v1.RefusalReason;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** WAL that archive-push-queue-max threw away, or that is missing from the repository. */
class LossRuleTest {
    private static final Duration MINUTE = Duration.ofMinutes(1);

    @Test
    void wantsOneBackupThatSaysWhy() {
        PolicyPlay play = dropped(AfterFailover.IF_NEEDED);
        assertEquals(List.of(), play.look().types());
        play.after(MINUTE).made(MINUTE).after(Duration.ofHours(5));
        assertEquals(List.of("INCR"), play.types());
        assertEquals(
                "WAL was thrown away at 2026-11-20T12:01:00Z: no point in time after it can be restored",
                play.lastCommand().order().reason());
    }

    @Test
    void wantsNoneWhereTheCalendarsAloneAreToSay() {
        assertEquals(
                List.of(),
                dropped(AfterFailover.NEVER).after(Duration.ofHours(5)).types());
    }

    @Test
    void wantsNoneWhenSomebodyMadeOneMeanwhile() {
        PolicyPlay play = dropped(AfterFailover.ALWAYS).after(Duration.ofSeconds(10));
        Span span = new Span(play.now().wall(), play.now().wall().plusSeconds(5));
        play.news(new News.Made("by-hand", BackupType.BACKUP_TYPE_INCR, span));
        assertEquals(List.of(), play.after(Duration.ofHours(5)).types());
    }

    @Test
    void aFailoverAndLostWalWantOneBackup() {
        PolicyPlay play = dropped(AfterFailover.ALWAYS).handover(false, "0/6000060");
        play.after(MINUTE).made(MINUTE).after(Duration.ofHours(5));
        assertEquals(List.of("INCR"), play.types());
        assertEquals("handover-20", play.lastCommand().order().handover());
    }

    @Test
    void r11IsHeldBackAndTriedThreeTimesAtMostAlsoByASuccessor() {
        PolicyPlay play = dropped(AfterFailover.IF_NEEDED);
        play.obstacles = Set.of(RefusalReason.FLAPPING);
        assertEquals(List.of(), play.after(Duration.ofHours(1)).types());
        play.obstacles = Set.of();
        play.look().failed().after(Duration.ofMinutes(5)).takenOver();
        play.after(Duration.ofMinutes(5)).failed().after(Duration.ofMinutes(10)).failed();
        play.takenOver().after(Duration.ofHours(9));
        assertEquals(3, play.commands.size());
    }

    @Test
    void moreThatIsThrownAwayLaterWantsAnother() {
        PolicyPlay play = dropped(AfterFailover.IF_NEEDED).after(MINUTE).made(MINUTE);
        play.lose(LostWal.How.THROWN_AWAY);
        assertEquals(List.of("INCR"), play.after(Duration.ofMinutes(55)).types(), "not one after the other");
        play.after(Duration.ofMinutes(6)).made(MINUTE).after(Duration.ofHours(5));
        assertEquals(List.of("INCR", "INCR"), play.types());
    }

    @Test
    void whatIsMissingFromTheRepositoryWantsOneToo() {
        PolicyPlay play = PolicyPlay.of(PolicyPlay.policy(AfterFailover.IF_NEEDED, Duration.ofDays(9), false));
        play.after(MINUTE).lose(LostWal.How.MISSING);
        play.after(MINUTE).made(MINUTE).after(Duration.ofHours(5));
        assertEquals(List.of("INCR"), play.types());
        assertEquals(
                "WAL of before 2026-11-20T12:01:00Z is missing from the repository: no point in time after it can be restored",
                play.lastCommand().order().reason());
    }

    private static PolicyPlay dropped(AfterFailover rule) {
        PolicyPlay play = PolicyPlay.of(PolicyPlay.policy(rule, Duration.ofDays(9), false));
        play.after(MINUTE);
        play.lose(LostWal.How.THROWN_AWAY);
        return play;
    }
}
