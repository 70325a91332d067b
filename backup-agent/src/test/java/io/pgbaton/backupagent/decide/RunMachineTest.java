package io.pgbaton.backupagent.decide;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.pgbaton.proto.v1.DrillStepResult;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Every row of the table above {@link RunMachine}. */
class RunMachineTest {
    private final Script lane = new Script(Script.LOCKED);

    @Test
    void aBackupTakesTheLockRunsAndIsTold() {
        lane.command("c").does("lock for c");
        lane.lock().does("launch c#1", "START in 30", "LIMIT in 3600");
        lane.say(new Line.Started()).does("started");
        lane.end(0, "ok").does("conclude RESULT_DONE ok", "info", "release");
        assertEquals("idle", lane.phase());
    }

    @Test
    void whatNeedsNoLockTakesNone() {
        Script free = new Script(Script.FREE);
        free.command("c").does("launch c#1", "START in 30", "LIMIT in 3600");
        free.say(new Line.Started()).end(0, "ok").does("started", "conclude RESULT_DONE ok", "info");
    }

    @Test
    void r8ACommandThatComesAgainIsNotDoneAgain() {
        lane.run("c").end(0, "ok");
        lane.does(
                "lock for c",
                "launch c#1",
                "START in 30",
                "LIMIT in 3600",
                "started",
                "conclude RESULT_DONE ok",
                "info",
                "release");
        lane.command("c").does("already c");
        lane.command("d").command("d").does("lock for d", "already d");
    }

    @Test
    void othersWaitInTheirOrderAndOneTooManyIsRefused() {
        lane.command("a")
                .command("b")
                .command("c")
                .command("d")
                .does("lock for a", "conclude RESULT_LATER later", "conclude RESULT_LATER later", "refuse d BUSY");
        lane.lock().end(0, "ok");
        lane.does(
                "launch a#1",
                "START in 30",
                "LIMIT in 3600",
                "conclude RESULT_DONE ok",
                "info",
                "release",
                "lock for b");
    }

    @Test
    void whatWaitedTooLongBehindOthersIsRefused() {
        lane.run("a").command("b").after(Duration.ofMinutes(11)).end(0, "ok");
        lane.does(
                "lock for a",
                "launch a#1",
                "START in 30",
                "LIMIT in 3600",
                "started",
                "conclude RESULT_LATER later",
                "conclude RESULT_DONE ok",
                "info",
                "release",
                "conclude RESULT_LATER later",
                "refuse b BUSY");
    }

    @Test
    void r11NothingIsBackedUpWhilePaused() {
        lane.command("c").see(new RunInput.Paused(lane.now(), "the scope is paused by ann"));
        lane.does("lock for c", "conclude RESULT_LATER later", "refuse c PAUSED", "release");
    }

    @Test
    void aStanzaAtWorkElsewhereIsTriedAgainWithBackoffUntilTheCommandIsOver() {
        lane.command("c")
                .see(new RunInput.LockHeld(lane.now(), "bk2"))
                .does("lock for c", "conclude RESULT_LATER later", "release", "RETRY in 5");
        assertEquals("WAITING", lane.phase());
        lane.after(Duration.ofSeconds(5)).fire(RunTimer.RETRY).does("lock for c");
        lane.see(new RunInput.LockHeld(lane.now(), "bk2"))
                .does("conclude RESULT_LATER later", "release", "RETRY in 10");
        lane.after(Duration.ofMinutes(10)).fire(RunTimer.RETRY).does("lock for c");
        lane.see(new RunInput.LockHeld(lane.now(), "bk2"))
                .does("conclude RESULT_LATER later", "release", "refuse c BUSY");
        assertEquals("idle", lane.phase());
    }

    @Test
    void withoutEtcdItIsLaterTooAndRefusedAsUnreachable() {
        lane.see(new RunInput.Commanded(0, lane.job("c", Duration.ofSeconds(6))))
                .see(new RunInput.LockUnknown(lane.now(), "etcd does not answer"));
        lane.does("lock for c", "conclude RESULT_LATER later", "release", "RETRY in 5");
        lane.after(Duration.ofSeconds(5)).fire(RunTimer.RETRY).see(new RunInput.LockUnknown(lane.now(), "away"));
        lane.does("lock for c", "conclude RESULT_LATER later", "release", "refuse c UNREACHABLE");
    }

    @Test
    void pgBackRestsBusyIsLaterAndNoFailure() {
        lane.run("c").end(50, "busy");
        lane.does(
                "lock for c",
                "launch c#1",
                "START in 30",
                "LIMIT in 3600",
                "started",
                "conclude RESULT_LATER busy",
                "release",
                "RETRY in 5");
        lane.after(Duration.ofSeconds(5)).fire(RunTimer.RETRY).lock();
        lane.does("lock for c", "launch c#2", "START in 30", "LIMIT in 3600");
    }

    @Test
    void itFailsByPgBackRestsOwnName() {
        lane.run("c").end(56, "db-connect");
        assertTrue(lane.words().contains("conclude RESULT_FAILED db-connect"));
        assertEquals("idle", lane.phase());
    }

    @Test
    void oneThatCannotBeStartedHasFailed() {
        lane.command("c").lock().see(new RunInput.LaunchFailed(lane.now(), "not-started", "no such file"));
        lane.does(
                "lock for c",
                "launch c#1",
                "START in 30",
                "LIMIT in 3600",
                "conclude RESULT_FAILED not-started",
                "release");
    }

    @Test
    void r9OneThatVanishesHasAnUnknownOutcomeAndTheRepositoryIsAsked() {
        lane.run("c").vanish();
        lane.does(
                "lock for c",
                "launch c#1",
                "START in 30",
                "LIMIT in 3600",
                "started",
                "conclude RESULT_UNKNOWN unknown",
                "info",
                "release");
    }

    @Test
    void aRunHasAMaximumTime() {
        lane.run("c").after(Duration.ofHours(1)).fire(RunTimer.LIMIT);
        lane.does("lock for c", "launch c#1", "START in 30", "LIMIT in 3600", "started", "cancel", "CANCEL in 60");
        lane.end(63, "term").does("conclude RESULT_FAILED too-long", "info", "release");
    }

    @Test
    void oneThatDoesNotBeginIsCancelledAndOneThatDoesNotEndThenIsUnknown() {
        lane.command("c")
                .lock()
                .fire(RunTimer.START)
                .does("lock for c", "launch c#1", "START in 30", "LIMIT in 3600", "cancel", "CANCEL in 60");
        lane.fire(RunTimer.LIMIT).does();
        lane.fire(RunTimer.CANCEL).does("conclude RESULT_UNKNOWN unknown", "info", "release");
    }

    @Test
    void r9EveryIntentOfEveryAttemptIsConcluded() {
        lane.command("a").command("b").see(new RunInput.LockHeld(lane.now(), "bk2"));
        lane.after(Duration.ofSeconds(5)).fire(RunTimer.RETRY).lock().end(50, "busy");
        lane.after(Duration.ofMinutes(20)).fire(RunTimer.RETRY).lock().vanish();
        assertEquals(lane.intended(), lane.concluded());
        assertEquals(Set.of("a#1", "a#2", "a#3", "b#1", "b#2"), lane.intended());
    }

    @Test
    void r9WhileACommandWaitsItsIntentIsOpen() {
        lane.run("a").command("b");
        lane.end(50, "busy");
        assertEquals(Set.of("a#1", "a#2", "b#1", "b#2"), lane.intended());
        assertEquals(Set.of("a#1", "b#1"), lane.concluded());
    }

    @Test
    void aTimerOfAnEarlierAttemptMovesNothing() {
        lane.run("a").end(0, "ok").run("b");
        lane.see(new RunInput.TimerFired(lane.now(), RunTimer.LIMIT, 1));
        assertEquals("RUNNING", lane.phase());
    }

    @Test
    void progressIsToldAtOnceAndThenAtMostEveryFiveSecondsAndEveryFivePercent() {
        lane.run("c").does("lock for c", "launch c#1", "START in 30", "LIMIT in 3600", "started");
        lane.after(Duration.ofSeconds(1)).say(new Line.Progress(1000, 1)).does("progress 1000");
        lane.after(Duration.ofSeconds(1)).say(new Line.Progress(2000, 1)).does();
        lane.after(Duration.ofSeconds(4)).say(new Line.Progress(2100, 2)).does("progress 2100");
        lane.after(Duration.ofSeconds(9)).say(new Line.Progress(2400, 3)).does();
        lane.say(new Line.Progress(2600, 4)).does("progress 2600");
    }

    @Test
    void theFirstFewWarningsAndTheLabelOfTheBackupGoIntoTheOutcome() {
        lane.run("c").say(new Line.Made("20261121-220000F"));
        for (int i = 0; i < 9; i++) {
            lane.say(new Line.Warned("w" + i));
        }
        lane.end(0, "ok");
        assertEquals("20261121-220000F", lane.lastHeard().label());
        assertEquals(List.of("w0", "w1", "w2", "w3", "w4"), lane.lastHeard().warnings());
    }

    @Test
    void aRunOfAnEarlierLifeIsWatchedOnAndItsCommandIsKnown() {
        Attempt earlier = new Attempt(lane.job("c", Duration.ZERO), 2);
        lane.see(new RunInput.Found(lane.now(), earlier)).does("watch c#2", "START in 30", "LIMIT in 3600");
        lane.command("c").does("already c");
        lane.after(Duration.ofSeconds(7)).say(new Line.Progress(9000, 1)).does("started", "progress 9000");
        lane.end(50, "busy").does("conclude RESULT_LATER busy", "release", "refuse c BUSY");
    }

    @Test
    void severalOfAnEarlierLifeComeOneAfterTheOther() {
        for (String id : List.of("a", "b")) {
            lane.see(new RunInput.Found(lane.now(), new Attempt(lane.job(id, Duration.ZERO), 1)));
        }
        lane.does("watch a#1", "START in 30", "LIMIT in 3600");
        lane.end(0, "ok");
        lane.does("conclude RESULT_DONE ok", "info", "release", "watch b#1", "START in 30", "LIMIT in 3600");
    }

    @Test
    void aDrillTellsEachPhaseAndKeepsWhatItFound() {
        lane.run("d-1").words();
        lane.say(new Line.Chosen("20261121-220000F", 1, 99, 0))
                .say(new Line.Phase("restoring"))
                .say(new Line.Progress(100, 1))
                .say(new Line.Phase("checking"));
        lane.does("progress 0", "progress 100");
        Line.Step probe = new Line.Step("probe", DrillStepResult.DRILL_STEP_RESULT_DONE, 5, "it answered 42");
        lane.say(probe).end(0, "ok");
        assertEquals(List.of(probe), lane.lastHeard().drilled().steps());
        assertEquals("checking", lane.lastHeard().drilled().phase());
    }
}
