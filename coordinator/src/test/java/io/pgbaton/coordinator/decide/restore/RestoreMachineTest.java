package io.pgbaton.coordinator.decide.restore;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.pgbaton.proto.v1.BackupTask;
import io.pgbaton.proto.v1.BootstrapCompleted;
import io.pgbaton.proto.v1.RefusalReason;
import io.pgbaton.proto.v1.RestoreFailure;
import io.pgbaton.proto.v1.RestorePhase;
import io.pgbaton.proto.v1.RestorePlan;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class RestoreMachineTest {
    private static final List<String> ALL = List.of(
            "n4 RESTORE",
            "n4 START_MEMBER",
            "bk STANZA_CREATE",
            "bk CHECK",
            "bk BACKUP",
            "n5 RESTORE",
            "n5 START_MEMBER");

    private final RestorePlay play = new RestorePlay();

    @Test
    void oneStepAfterTheOtherUntilTheClusterIsUp() {
        play.asked(RestorePlay.plan().build());
        for (int step = 1; step <= ALL.size(); step++) {
            assertEquals(ALL.subList(0, step), play.steps());
            play.done();
        }
        assertEquals(ALL, play.steps());
        assertEquals(1, play.ended.size());
        assertEquals(2, ((BootstrapCompleted) play.ended.get(0).data()).getTimeline());
        assertEquals(RestorePhase.RESTORE_PHASE_COMPLETED, play.phase());
    }

    @Test
    void theLeaderComesFromTheNamedBackupAndReplicasFromTheFirstOneOfTheNewStanza() {
        play.asked(RestorePlay.plan().build());
        BackupTask first = play.last().command().getRestore().getTask();
        assertEquals("demo 20261122-060737F", first.getStanza() + " " + first.getSet());
        for (int step = 0; step < 5; step++) {
            play.done();
        }
        BackupTask second = play.last().command().getRestore().getTask();
        assertEquals("demo2 ", second.getStanza() + " " + second.getSet());
        assertEquals(RestorePlay.ID, second.getInto().getRestore());
    }

    @Test
    void withoutAnArchiveReplicasAreCopiesOfTheLeader() {
        play.asked(RestorePlay.plan().clearNewStanza().clearBackupNode().build());
        play.done().done().done();
        assertEquals(List.of("n4 RESTORE", "n4 START_MEMBER", "n5 START_MEMBER"), play.steps());
        assertEquals(1, play.ended.size());
    }

    @Test
    void r10AScopeThatIsAClusterAlreadyIsRefused() {
        play.patroni = new PatroniThere("n7", true, "77", Set.of("n7"));
        play.asked(RestorePlay.plan().build());
        refused(RefusalReason.NOT_EMPTY, "n7 leads it");
        play.patroni = new PatroniThere("", true, "", Set.of());
        play.asked(RestorePlay.plan().build());
        refused(RefusalReason.NOT_EMPTY, "initialize");
        play.patroni = PatroniThere.NOTHING;
        play.leader = "n8";
        play.asked(RestorePlay.plan().build());
        refused(RefusalReason.NOT_EMPTY, "n8 leads it");
        assertTrue(play.sent.isEmpty());
    }

    @Test
    void aPlanThatCannotBeBegunIsRefusedWithTheReason() {
        malformed(RestorePlay.plan().setNewStanza("demo"), "from which it comes");
        malformed(RestorePlay.plan().setFrom("service/demo2"), "beside itself");
        malformed(RestorePlay.plan().clearNodes(), "no node");
        malformed(RestorePlay.plan().addNodes(RestorePlay.plan().getNodes(0)), "named twice");
        malformed(RestorePlay.plan().setBackupNode("bk9"), "has no stanza demo2");
        play.agents = play.agents.subList(1, 3);
        malformed(RestorePlay.plan(), "no backup agent on n4");
        assertTrue(play.sent.isEmpty());
    }

    @Test
    void r11NothingIsBegunAndNoStepFollowsWhilePaused() {
        play.paused = true;
        play.asked(RestorePlay.plan().build());
        refused(RefusalReason.PAUSED, "paused");
        play.paused = false;
        play.asked(RestorePlay.plan().build());
        play.paused = true;
        play.done();
        assertEquals(List.of("n4 RESTORE"), play.steps());
        assertEquals("pgbaton is paused", play.text().getWaitsFor());
        play.paused = false;
        play.after(Duration.ofSeconds(10));
        assertEquals(List.of("n4 RESTORE", "n4 START_MEMBER"), play.steps());
    }

    @Test
    void aFailedStepSaysWhatIsLeftWhereAndGoesOnWhenAsked() {
        play.asked(RestorePlay.plan().build());
        play.done().done().fails("db-connect");
        RestoreFailure why = play.failed.get(0);
        assertEquals("db-connect", why.getName());
        assertEquals("n4: the new leader, running", why.getLeft(0));
        assertEquals("n5: untouched", why.getLeft(1));
        assertTrue(why.getNextStep().contains("--resume " + RestorePlay.ID), why.getNextStep());
        play.resumed(RestorePlay.ID);
        assertEquals("bk STANZA_CREATE", RestorePlay.step(play.last().command()));
        while (play.isOpen()) {
            play.done();
        }
        assertEquals(1, play.ended.size());
    }

    @Test
    void oneThatFailedEndsWhenWhatWasLeftOfItIsCleanedUp() {
        play.asked(RestorePlay.plan().build()).undone(RestorePlay.ID);
        refused(RefusalReason.BUSY, "goes on in this scope");
        play.done().done().fails("db-connect");
        assertTrue(
                play.failed.get(0).getNextStep().contains("--undo " + RestorePlay.ID),
                play.failed.get(0).getNextStep());
        play.patroni = new PatroniThere("n4", true, "77", Set.of("n4"));
        play.undone(RestorePlay.ID);
        refused(RefusalReason.TOO_LATE, "n4 leads it");
        assertEquals(RestorePhase.RESTORE_PHASE_FAILED, play.phase());
        play.patroni = PatroniThere.NOTHING;
        play.undone(RestorePlay.ID);
        assertEquals(RestorePhase.RESTORE_PHASE_UNDONE, play.phase());
        assertEquals(3, play.steps().size(), "no agent is asked to do anything");
    }

    @Test
    void dataThatPatroniGaveUpIsRestoredAgain() {
        play.asked(RestorePlay.plan().build());
        play.done().fails("patroni-gave-up");
        play.resumed(RestorePlay.ID);
        assertEquals(List.of("n4 RESTORE", "n4 START_MEMBER", "n4 RESTORE"), play.steps());
    }

    @Test
    void aReplicaThatIsACopyOfItsLeaderIsStartedAgain() {
        play.asked(RestorePlay.plan().clearNewStanza().clearBackupNode().build());
        play.done().done().fails("patroni-gave-up");
        play.resumed(RestorePlay.ID);
        assertEquals(List.of("n4 RESTORE", "n4 START_MEMBER", "n5 START_MEMBER", "n5 START_MEMBER"), play.steps());
    }

    @Test
    void anEtcdThatWasMadeAnewCountsFromTheBeginning() {
        play.asked(RestorePlay.plan().build());
        play.fails("not-enough-disk");
        play.putsAreCountedFrom(1).resumed(RestorePlay.ID);
        assertEquals(List.of("n4 RESTORE", "n4 RESTORE"), play.steps());
    }

    @Test
    void onlyOneThatFailedGoesOnAndOnlyOneAtATime() {
        play.resumed("none");
        refused(RefusalReason.UNKNOWN_RESTORE, "nothing was ever restored");
        play.asked(RestorePlay.plan().build());
        String id = play.text().getId();
        play.resumed(id);
        refused(RefusalReason.BUSY, id);
        play.asked(RestorePlay.plan().build());
        refused(RefusalReason.BUSY, id);
        while (play.isOpen()) {
            play.done();
        }
        play.resumed(id);
        refused(RefusalReason.UNKNOWN_RESTORE, "is over");
    }

    @Test
    void r8WhatIsSaidTwiceOrTooLateChangesNothing() {
        play.asked(RestorePlay.plan().build());
        String first = play.last().id();
        play.done();
        play.news(new RestoreNews.Done(first)).news(new RestoreNews.Failed(first, "late", ""));
        assertEquals(List.of("n4 RESTORE", "n4 START_MEMBER"), play.steps());
        assertTrue(play.failed.isEmpty());
    }

    @Test
    void whatNobodyAnswersIsSentAgainAndFailsInTheEnd() {
        play.asked(RestorePlay.plan().build());
        String first = play.last().id();
        for (int minute = 0; minute < 10 && play.isOpen(); minute++) {
            play.after(Duration.ofSeconds(61));
        }
        assertEquals("unanswered", play.failed.get(0).getName());
        assertEquals(6, play.sent.size());
        assertTrue(play.sent.stream().allMatch(send -> send.id().equals(first)), "one id");
    }

    @Test
    void anAgentThatDiesOverItIsAskedAnewAndOneThatStaysAwayEndsIt() {
        play.asked(RestorePlay.plan().build());
        play.done();
        play.news(new RestoreNews.Unknown(play.last().id()));
        assertEquals(List.of("n4 RESTORE", "n4 START_MEMBER", "n4 START_MEMBER"), play.steps());
        play.news(new RestoreNews.Word(play.last().id()));
        play.agents = play.agents.subList(1, 3);
        play.after(Duration.ofMinutes(14));
        assertTrue(play.isOpen());
        play.after(Duration.ofMinutes(2));
        assertEquals("agent-away", play.failed.get(0).getName());
    }

    private void malformed(RestorePlan.Builder plan, String words) {
        play.asked(plan.build());
        refused(RefusalReason.MALFORMED, words);
    }

    private void refused(RefusalReason reason, String words) {
        RestoreAction.Refuse last = play.refused.get(play.refused.size() - 1);
        assertEquals(reason, last.reason());
        assertTrue(last.sentence().contains(words), last.sentence());
    }
}
