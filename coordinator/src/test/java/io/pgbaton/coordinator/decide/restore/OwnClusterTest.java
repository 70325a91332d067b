package io.pgbaton.coordinator.decide.restore;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.pgbaton.coordinator.decide.healing.HealingMachine;
import io.pgbaton.proto.bus.EventType;
import io.pgbaton.proto.v1.BackupType;
import io.pgbaton.proto.v1.RefusalReason;
import io.pgbaton.proto.v1.RestoreFailure;
import io.pgbaton.proto.v1.RestoreKind;
import io.pgbaton.proto.v1.RestorePhase;
import io.pgbaton.proto.v1.RestorePlan;
import io.pgbaton.proto.v1.RestoreTarget;
import io.pgbaton.proto.v1.RestoreTargetKind;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Restores into service/demo2 itself, which has n4 as its leader and n5 as its replica. */
class OwnClusterTest {
    private static final List<String> BACK = List.of(
            "n4 RESTORE",
            "n4 VERIFY_RESTORED",
            "n5 SET_MEMBER_ASIDE",
            "n4 SET_MEMBER_ASIDE",
            "n4 START_MEMBER",
            "bk CHECK",
            "bk BACKUP",
            "n5 RESTORE",
            "n5 START_MEMBER");

    private final RestorePlay play = new RestorePlay();

    @BeforeEach
    void aClusterIsThere() {
        play.leader = "n4";
        play.patroni = new PatroniThere("n4", true, "77", Set.of("n4", "n5"));
    }

    @Test
    void aReplicaIsRestoredBesideItsDataFirstAndStoppedOnlyThen() {
        play.asked(member().build()).done().done().done();
        assertEquals(List.of("n5 RESTORE", "n5 SET_MEMBER_ASIDE", "n5 START_MEMBER"), play.steps());
        assertTrue(play.sent.get(0).command().getRestore().getTask().getInto().getBesideData());
        assertFalse(play.sent.get(1).command().getSetMemberAside().getPrimaryToo(), "R10");
        assertTrue(play.sent.get(2).command().getStartMember().getReplica());
        assertEquals(EventType.MEMBER_REBUILT, play.ended.get(0).type());
    }

    @Test
    void aDeltaOverItsOwnDataStopsItFirst() {
        play.asked(member().setDelta(true).build()).done().done().done();
        assertEquals(List.of("n5 SET_MEMBER_ASIDE", "n5 RESTORE", "n5 START_MEMBER"), play.steps());
        assertTrue(play.sent.get(0).command().getSetMemberAside().getDelta());
    }

    @Test
    void whoeverDoesNotKnowTheSystemIdentifierMeansTheOneThatIsThere() {
        play.asked(member().clearSystemIdentifier().clearSet().build()).done();
        assertEquals("77", play.last().command().getSetMemberAside().getSystemIdentifier());
    }

    @Test
    void r10WhatCouldLoseDataIsRefused() {
        malformed(member().setNodes(0, RestorePlay.plan().getNodes(0)), "is the leader");
        malformed(member().setSystemIdentifier("78"), "the stanza of another cluster");
        malformed(inPlace().removeNodes(1), "leaves out n5");
        malformed(inPlace().setDelta(true), "kept aside");
        malformed(inPlace().setNewStanza("other"), "archives where it did");
        play.patroni = new PatroniThere("", true, "77", Set.of());
        malformed(member(), "has no leader");
        assertTrue(play.sent.isEmpty());
    }

    @Test
    void inPlaceNothingIsStoppedBeforeWhatWasRestoredWasLookedAt() {
        play.asked(inPlace().build());
        for (int step = 0; step < 20 && play.isOpen(); step++) {
            play.leader = play.steps().contains("n4 SET_MEMBER_ASIDE") ? "" : "n4";
            play.done();
        }
        assertEquals(BACK, play.steps());
        assertEquals(1, play.cleaned.size());
        assertEquals(EventType.BOOTSTRAP_COMPLETED, play.ended.get(0).type());
        assertEquals(
                BackupType.BACKUP_TYPE_INCR,
                play.sent.get(6).command().getBackUp().getTask().getType());
        assertEquals("", play.sent.get(4).command().getStartMember().getProbe(), "it was asked before");
    }

    @Test
    void toTheEndOfTheArchiveThereIsNothingToStopAt() {
        play.asked(inPlace().clearTarget().build()).done();
        assertEquals(List.of("n4 RESTORE", "n5 SET_MEMBER_ASIDE"), play.steps());
    }

    @Test
    void theLeaderIsStoppedLastWhoeverItIsByThen() {
        play.leader = "n5";
        play.asked(inPlace().build()).done().done().done();
        assertEquals(
                List.of("n4 SET_MEMBER_ASIDE", "n5 SET_MEMBER_ASIDE"),
                play.steps().subList(2, 4));
    }

    @Test
    void aStepThatFailsBeforeThePromotionIsUndoneTheLeaderFirst() {
        play.asked(inPlace().build()).done().done().done().done();
        assertEquals(1, play.cleaned.size());
        play.leader = "";
        play.fails("not-cleaned");
        RestoreFailure why = play.failed.get(0);
        assertTrue(why.getNextStep().contains("--undo " + RestorePlay.ID), why.getNextStep());
        assertTrue(why.getLeft(0).contains(".old-" + RestorePlay.ID), why.getLeft(0));
        play.undone(RestorePlay.ID);
        assertFalse(play.last().command().getPutMemberBack().getReplica());
        play.leader = "n4";
        play.done();
        assertTrue(play.last().command().getPutMemberBack().getReplica());
        play.done();
        assertEquals(
                List.of("n4 PUT_MEMBER_BACK", "n5 PUT_MEMBER_BACK"),
                play.steps().subList(4, 6));
        assertEquals(EventType.RESTORE_UNDONE, play.ended.get(0).type());
        assertEquals(RestorePhase.RESTORE_PHASE_UNDONE, play.phase());
    }

    @Test
    void whatChangedNothingYetIsLeftToItself() {
        play.asked(inPlace().build()).undone(RestorePlay.ID);
        assertEquals(EventType.RESTORE_UNDONE, play.ended.get(0).type());
        play.done();
        assertEquals(List.of("n4 RESTORE"), play.steps());
    }

    @Test
    void afterThePromotionTodaysDataCannotComeBack() {
        play.asked(inPlace().build());
        for (int step = 0; step < 6; step++) {
            play.done();
        }
        play.fails("db-connect");
        assertEquals(RestorePhase.RESTORE_PHASE_CHECK, play.failed.get(0).getPhase());
        play.undone(RestorePlay.ID);
        refused(RefusalReason.TOO_LATE, "new timeline");
    }

    @Test
    void whoWasToldToStartMayHaveBeenPromotedHoweverThatEnded() {
        startedAndFailed("patroni-gave-up");
        play.undone(RestorePlay.ID);
        refused(RefusalReason.TOO_LATE, "new timeline");
        play.resumed(RestorePlay.ID);
        refused(RefusalReason.TOO_LATE, "--timeline of the one before");
        play.asked(inPlace().build());
        assertTrue(play.isOpen(), "it can be asked for anew");
    }

    @Test
    void withItsTimelineNamedItIsRecoveredAgain() {
        play.asked(inPlace()
                .setTarget(inPlace().getTarget().toBuilder().setTimeline("1"))
                .build());
        runsTo(5);
        play.fails("patroni-gave-up").resumed(RestorePlay.ID);
        assertEquals("n4 RESTORE", RestorePlay.step(play.last().command()));
    }

    @Test
    void whatWasEnteredAndNotCommandedWasNotStarted() {
        play.asked(inPlace().build());
        runsTo(4);
        play.paused = true;
        play.done().undone(RestorePlay.ID);
        assertEquals(RestorePhase.RESTORE_PHASE_PUT_BACK, play.phase());
    }

    @Test
    void oneThatStandsStillWithDataSetAsideIsNotForgottenForAnother() {
        play.asked(inPlace().build()).done().done().done().fails("patroni-not-stopped");
        play.asked(member().build());
        refused(RefusalReason.BUSY, "--resume or --undo");
    }

    @Test
    void aLeaderThatCouldNotBeStoppedIsStillOne() {
        play.asked(inPlace().build())
                .done()
                .done()
                .done()
                .fails("patroni-not-stopped")
                .undone(RestorePlay.ID);
        assertEquals("n4 PUT_MEMBER_BACK", RestorePlay.step(play.last().command()));
        assertFalse(play.last().command().getPutMemberBack().getReplica());
    }

    @Test
    void whereNobodyOnTheNodesTellsWhoLeadsEtcdHasToldIt() {
        play.leader = "";
        play.asked(inPlace().build()).done().done();
        assertEquals("n5 SET_MEMBER_ASIDE", RestorePlay.step(play.last().command()));
        play.done().done().fails("not-cleaned").undone(RestorePlay.ID);
        assertFalse(play.last().command().getPutMemberBack().getReplica());
        play.done();
        assertTrue(play.last().command().getPutMemberBack().getReplica());
    }

    @Test
    void r11AMemberThatIsWellAgainIsNotHealed() {
        play.actor = HealingMachine.ACTOR;
        play.broken = Set.of("n5");
        play.asked(member().build());
        play.broken = Set.of();
        play.done();
        assertEquals(List.of("n5 RESTORE"), play.steps());
        assertEquals(EventType.RESTORE_UNDONE, play.ended.get(0).type());
    }

    @Test
    void aReplicaThatDoesNotComeUpGetsItsDataBack() {
        play.asked(member().build()).done().done().fails("too-long").undone(RestorePlay.ID);
        assertTrue(play.last().command().getPutMemberBack().getReplica());
        play.done();
        assertEquals(EventType.RESTORE_UNDONE, play.ended.get(0).type());
        play.undone(RestorePlay.ID);
        refused(RefusalReason.TOO_LATE, "is over");
    }

    @Test
    void overItsOwnDataThereIsNothingToUndo() {
        play.asked(member().setDelta(true).build()).done().fails("file-missing").undone(RestorePlay.ID);
        refused(RefusalReason.TOO_LATE, "nothing was kept aside");
    }

    @Test
    void aStepThatStopsAMemberIsNotLeftInTheMiddle() {
        play.asked(member().build()).done().undone(RestorePlay.ID);
        refused(RefusalReason.BUSY, "pgbaton pause");
        play.paused = true;
        play.done().undone(RestorePlay.ID);
        assertEquals("pgbaton is paused", play.text().getWaitsFor());
        play.paused = false;
        play.after(Duration.ofSeconds(1));
        assertEquals("n5 PUT_MEMBER_BACK", RestorePlay.step(play.last().command()));
    }

    private void startedAndFailed(String name) {
        play.asked(inPlace().build());
        runsTo(5);
        play.fails(name);
    }

    private void runsTo(int steps) {
        for (int step = 0; step < steps; step++) {
            play.done();
        }
    }

    private static RestorePlan.Builder member() {
        return RestorePlay.plan()
                .setKind(RestoreKind.RESTORE_KIND_MEMBER)
                .setFrom("service/demo2")
                .setStanza("demo2")
                .clearNewStanza()
                .clearBackupNode()
                .removeNodes(0);
    }

    static RestorePlan.Builder inPlace() {
        return RestorePlay.plan()
                .setKind(RestoreKind.RESTORE_KIND_IN_PLACE)
                .setFrom("service/demo2")
                .setStanza("demo2")
                .setProbe("select 1")
                .setTarget(RestoreTarget.newBuilder()
                        .setKind(RestoreTargetKind.RESTORE_TARGET_KIND_TIME)
                        .setValue("2026-11-22 04:00:00+00"));
    }

    private void malformed(RestorePlan.Builder plan, String words) {
        play.asked(plan.build());
        refused(RefusalReason.MALFORMED, words);
    }

    private void refused(RefusalReason reason, String words) {
        RestoreAction.Refuse last = play.refused.get(play.refused.size() - 1);
        assertEquals(reason, last.reason(), last.sentence());
        assertTrue(last.sentence().contains(words), last.sentence());
    }
}
