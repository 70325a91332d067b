package io.pgbaton.nodeagent.decide.archive;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.pgbaton.nodeagent.decide.leadership.Observed;
import io.pgbaton.proto.v1.ArchiveBreak;
import io.pgbaton.proto.v1.ArchiveBroken;
import io.pgbaton.proto.v1.ArchiveCause;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

/** An archive that takes the WAL of a primary, does not, and does again. */
class ArchiveMachineTest {
    private static final long SECOND = 1_000_000_000L;
    private static final long STUCK = 300 * SECOND;
    private static final int SEGMENT = 16 << 20;
    private static final String FOURTH = "000000010000000000000004";
    private static final String FIFTH = "000000010000000000000005";

    private final List<Observed> told = new ArrayList<>();
    private ArchiveState state = ArchiveState.initial("n1");
    private long now = 1000 * SECOND;

    @Test
    void anArchiveThatTakesAllIsNotTalkedAbout() {
        looks(100, taken(), Said.NOTHING);
        assertEquals(List.of(), told);
        assertFalse(state.broken());
        assertEquals(SEGMENT / 2, state.gapBytes());
        assertEquals(0, state.gapFiles());
    }

    @Test
    void withoutArchiveModeThereIsNothingToBreak() {
        looks(100, with(false, false, "", 0, "", 0, 0), Said.NOTHING);
        assertEquals(List.of(), told);
        assertFalse(state.watched());
    }

    @Test
    void twoPrimariesThatWroteOneFileAreToldAtOnceAndOnceUntilItIsOver() {
        looks(1, taken(), Said.NOTHING);
        looks(1, failing(2), error(45, "WAL file already exists"));
        looks(50, failing(2), Said.NOTHING);

        ArchiveBroken broken = only();
        assertEquals(ArchiveBreak.ARCHIVE_FAILING, broken.getKind());
        assertEquals(ArchiveCause.ARCHIVE_CAUSE_DUPLICATE, broken.getCause());
        assertEquals(45, broken.getCode());
        assertEquals(FIFTH, broken.getSegment());
        assertEquals("WAL file already exists", broken.getDetail());
        assertEquals(2, broken.getGapFiles());
        assertTrue(broken.getNextStep().contains("two primaries"), broken.getNextStep());
        assertTrue(state.broken());

        looks(5, with(true, true, FIFTH, seconds(), FIFTH, seconds() - 1, 0), Said.NOTHING);
        assertEquals(2, told.size());
        assertTrue(message(1).getEnded());
        assertEquals(told.get(0).anchor() + "/ended", told.get(1).anchor());
        assertFalse(state.broken());
    }

    @Test
    void anotherClustersStanzaATimeoutAndNoStanzaAreToldAtOnce() {
        for (int code : new int[] {44, 82, 103}) {
            state = ArchiveState.initial("n1");
            looks(1, taken(), Said.NOTHING);
            looks(1, failing(1), error(code, "words"));
        }
        assertEquals(
                List.of(
                        ArchiveCause.ARCHIVE_CAUSE_MISMATCH,
                        ArchiveCause.ARCHIVE_CAUSE_TIMEOUT,
                        ArchiveCause.ARCHIVE_CAUSE_NO_REPOSITORY),
                told.stream()
                        .map(one -> ((ArchiveBroken) one.data()).getCause())
                        .toList());
    }

    @Test
    void aNetworkThatFailsOnceIsNotToldAndOneThatGoesOnFailingIs() {
        looks(4, failing(1), error(49, "timeout connecting to 'bk:8432'"));
        looks(1, taken(), Said.NOTHING);
        assertEquals(List.of(), told);

        looks(8, failing(1), error(49, "timeout connecting to 'bk:8432'"));
        assertEquals(ArchiveCause.ARCHIVE_CAUSE_UNREACHABLE, only().getCause());
    }

    @Test
    void aCauseThatNobodySaidIsToldWithWhereToLookAndAgainOnceItIsKnown() {
        looks(8, failing(1), Said.NOTHING);
        assertEquals(ArchiveCause.ARCHIVE_CAUSE_UNSPECIFIED, only().getCause());
        assertTrue(only().getNextStep().contains("PostgreSQL's log"), only().getNextStep());

        looks(1, failing(1), error(45, "WAL file already exists"));
        looks(8, failing(1), Said.NOTHING);
        assertEquals(2, told.size());
        assertEquals(ArchiveCause.ARCHIVE_CAUSE_DUPLICATE, message(1).getCause());
        assertFalse(told.get(0).anchor().equals(told.get(1).anchor()));
    }

    @Test
    void anErrorOfBeforeTheLastSuccessExplainsNothing() {
        looks(1, taken(), error(45, "long ago"));
        looks(8, failing(1), Said.NOTHING);
        assertEquals(ArchiveCause.ARCHIVE_CAUSE_UNSPECIFIED, only().getCause());
    }

    @Test
    void anArchiverThatHangsIsToldOnceWalHasWaitedForLong() {
        looks(29, with(true, true, FOURTH, 5, "", 0, 3), Said.NOTHING);
        assertEquals(List.of(), told);
        looks(10, with(true, true, FOURTH, 5, "", 0, 3), Said.NOTHING);
        assertEquals(ArchiveBreak.ARCHIVE_STUCK, only().getKind());

        looks(1, with(true, true, FIFTH, 6, "", 0, 3), Said.NOTHING);
        assertTrue(message(1).getEnded());
    }

    @Test
    void aBusyArchiverThatIsBehindIsNotStuck() {
        for (int i = 0; i < 100; i++) {
            looks(1, with(true, true, FOURTH, 5 + i, "", 0, 10), Said.NOTHING);
        }
        assertEquals(List.of(), told);
    }

    @Test
    void archiveModeWithoutACommandIsToldAtOnce() {
        looks(5, with(true, false, "", 0, "", 0, 1), Said.NOTHING);
        assertEquals(ArchiveCause.ARCHIVE_CAUSE_NO_COMMAND, only().getCause());
    }

    @Test
    void whatPgbackrestThrowsAwayIsToldOnceABoutAndEndsNothing() {
        looks(1, taken(), dropped(FOURTH, FIFTH));
        looks(1, taken(), dropped("000000010000000000000006"));
        ArchiveBroken broken = only();
        assertEquals(ArchiveBreak.ARCHIVE_DROPPED, broken.getKind());
        assertEquals(FOURTH, broken.getSegment());
        assertEquals(2, broken.getDropped());
        assertTrue(broken.getNextStep().contains("pgbaton backup now"), broken.getNextStep());
        assertEquals(3, state.dropped().size());
        assertFalse(state.broken());

        looks(1, taken(), Said.NOTHING);
        looks(1, taken(), dropped("000000010000000000000006", "000000010000000000000007"));
        assertEquals("000000010000000000000007", message(1).getSegment());
    }

    @Test
    void r8WhatTheLogSaysOfAnEarlierTimelineIsNotToldAgain() {
        looks(1, taken(), dropped("000000020000000000000004"));
        assertEquals(List.of(), told);
    }

    @Test
    void whatFailedInAnEarlierReignOfTheSameMemberIsLookedAtTwice() {
        looks(1, failing(1), error(45, "words"));
        looks(1, taken(), Said.NOTHING);
        assertEquals(List.of(), told);
        state = ArchiveState.initial("n1");
        looks(2, failing(1), error(45, "words"));
        assertEquals(ArchiveCause.ARCHIVE_CAUSE_DUPLICATE, only().getCause());
    }

    @Test
    void statisticsThatWereResetEndNothingWhileWalWaits() {
        looks(1, taken(), Said.NOTHING);
        looks(1, failing(2), error(45, "words"));
        looks(5, with(true, true, "", 0, "", 0, 2), Said.NOTHING);
        assertEquals(1, told.size());
        assertTrue(state.broken());
    }

    @Test
    void whoLeadsNoMoreEndsWhatItTold() {
        looks(1, taken(), Said.NOTHING);
        looks(1, failing(1), error(45, "words"));
        told.addAll(next(new ArchiveInput.LeadsNot(now)));
        told.addAll(next(new ArchiveInput.LeadsNot(now)));
        assertEquals(2, told.size());
        assertTrue(message(1).getEnded());
        assertFalse(state.watched());
    }

    @Test
    void withoutTheRightToCountWhatWaitsTheGapIsCountedFromPositions() {
        ArchiveReading reading = new ArchiveReading(
                true, true, FOURTH, 5, "", 0, 100, 1, 9L * SEGMENT + 100, SEGMENT, OptionalInt.empty());
        looks(1, reading, Said.NOTHING);
        assertEquals(4, state.gapFiles());
        assertEquals(4L * SEGMENT + 100, state.gapBytes());
    }

    @Test
    void aPartialFileOfTheLastTimelineDoesNotHideWhatIsMissing() {
        ArchiveReading reading = new ArchiveReading(
                true, true, FIFTH + ".partial", 5, "", 0, 100, 2, 5L * SEGMENT + 100, SEGMENT, OptionalInt.empty());
        looks(1, reading, Said.NOTHING);
        assertEquals(100, state.gapBytes());
    }

    private void looks(int times, ArchiveReading reading, Said said) {
        for (int i = 0; i < times; i++) {
            told.addAll(next(new ArchiveInput.Looked(now, 7, reading, said)));
            now += 10 * SECOND;
        }
    }

    private List<Observed> next(ArchiveInput input) {
        ArchiveMachine.Decision decision = ArchiveMachine.decide(state, input, STUCK);
        state = decision.next();
        return decision.told();
    }

    private ArchiveBroken only() {
        assertEquals(1, told.size(), told.toString());
        return message(0);
    }

    private ArchiveBroken message(int index) {
        return (ArchiveBroken) told.get(index).data();
    }

    private long seconds() {
        return now / SECOND;
    }

    private ArchiveReading taken() {
        return with(true, true, FOURTH, seconds(), FOURTH, seconds() - 1, 0);
    }

    private ArchiveReading failing(int waiting) {
        return with(true, true, FOURTH, seconds() - 1, FIFTH, seconds(), waiting);
    }

    private ArchiveReading with(
            boolean on,
            boolean configured,
            String archived,
            long archivedAt,
            String failed,
            long failedAt,
            int waiting) {
        return new ArchiveReading(
                on,
                configured,
                archived,
                archivedAt * 1_000_000,
                failed,
                failedAt * 1_000_000,
                seconds() * 1_000_000,
                1,
                5L * SEGMENT + SEGMENT / 2,
                SEGMENT,
                OptionalInt.of(waiting));
    }

    private static Said error(int code, String words) {
        return new Said(code, words, List.of());
    }

    private static Said dropped(String... names) {
        return new Said(0, "", List.of(names));
    }
}
