package io.pgbaton.cli.restore;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.pgbaton.cli.backup.MissingWal;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class SetChoiceTest {
    private static final KnownGaps WHOLE = new KnownGaps(List.of(), Set.of(1), Map.of());
    private static final Instant NOW = Instant.parse("2026-11-22T12:00:00Z");
    private static final String LAST_WAL = "000000030000000000000012";
    private static final List<BackupSet> SETS = List.of(
            set("C", "2026-11-22T03:00:00Z", "0/12000100", false),
            set("A", "2026-11-20T03:00:00Z", "0/2000100", false),
            set("B", "2026-11-21T03:00:00Z", "0/7000100", false));

    @Test
    void aTimeTakesTheNewestThatStoppedBeforeIt() throws SetChoice.Unreachable {
        assertEquals("C", chosen(Target.time("2026-11-22T04:00:00Z")));
        assertEquals(
                "B", chosen(Target.time("2026-11-22T03:00:00Z")), "one that stopped at that very moment is too late");
        assertEquals("A", chosen(Target.time("2026-11-21 04:30:00+02")));
    }

    @Test
    void neverSilentlyTheNewestWhenNoneStoppedBeforeTheTarget() {
        String why = refused(Target.time("2026-11-19T00:00:00Z"), "");
        assertTrue(why.contains("no backup stopped before time 2026-11-19 00:00:00.000000+00"), why);
        assertTrue(why.contains("possible is from 2026-11-20T03:00:00Z (LSN 0/2000100)"), why);
        assertTrue(why.contains(LAST_WAL), why);
        assertTrue(refused(Target.lsn("0/1000000"), "").contains("no backup stopped before"));
    }

    @Test
    void whatLiesAfterTheLastWalIsRefused() {
        assertTrue(refused(Target.time("2026-11-22T12:00:01Z"), "").contains("in the future"));
        assertTrue(refused(Target.lsn("1/1"), "").contains("after the last WAL"));
    }

    @Test
    void anLsnTakesTheNewestThatWasConsistentThere() throws SetChoice.Unreachable {
        assertEquals("C", chosen(Target.lsn("0/12000100")));
        assertEquals("B", chosen(Target.lsn("0/120000FF")));
    }

    @Test
    void theEndAndTheMomentOfTheBackupTakeTheNewest() throws SetChoice.Unreachable {
        assertEquals("C", chosen(Target.END));
        assertEquals("C", chosen(Target.IMMEDIATE));
    }

    @Test
    void aTransactionAndANameNeedTheSetToBeNamed() throws SetChoice.Unreachable {
        assertTrue(refused(Target.xid("7000"), "").contains("--set, one of A, B, C"));
        assertTrue(refused(Target.name("before_upgrade"), "").contains("--set"));
        assertEquals(
                "B", choice(SETS).choose(Target.name("before_upgrade"), "B").label());
    }

    @Test
    void aNamedSetHasToBeThereAndBeforeTheTarget() throws SetChoice.Unreachable {
        assertTrue(refused(Target.END, "D").contains("there is no backup D, only A, B, C"));
        assertTrue(refused(Target.time("2026-11-21T01:00:00Z"), "B").contains("backup B stopped after time"));
        assertEquals(
                "A",
                choice(SETS).choose(Target.time("2026-11-22T04:00:00Z"), "A").label());
    }

    @Test
    void oneWithBadPagesIsTakenOnlyByName() throws SetChoice.Unreachable {
        List<BackupSet> sets = List.of(SETS.get(1), set("X", "2026-11-22T03:00:00Z", "0/12000100", true));
        assertEquals("A", choice(sets).choose(Target.END, "").label());
        assertEquals("X", choice(sets).choose(Target.END, "X").label());
        String why = assertThrows(SetChoice.Unreachable.class, () -> choice(sets.subList(1, 2))
                        .choose(Target.END, ""))
                .getMessage();
        assertTrue(why.contains("checksums"), why);
    }

    @Test
    void anEmptyRepositoryHasNone() {
        assertThrows(
                SetChoice.Unreachable.class, () -> new SetChoice(List.of(), "", WHOLE, NOW).choose(Target.END, ""));
    }

    @Test
    void whatLiesAfterMissingWalIsRefusedInsteadOfEndingThere() throws SetChoice.Unreachable {
        SetChoice choice = lacking(List.of(), List.of("A", "B", "C"));
        String why = refusedBy(choice, Target.END, "");
        assertTrue(why.contains("lacks WAL 000000030000000000000013 after backup C"), why);
        assertTrue(refusedBy(choice, Target.time("2026-11-22T05:00:01Z"), "").contains("recovery would end there"));
        assertTrue(refusedBy(choice, Target.time("2026-11-22T05:00:01Z"), "A").contains("after backup A"));
        assertEquals("C", choice.choose(Target.time("2026-11-22T04:59:00Z"), "").label());
        assertEquals("C", choice.choose(Target.IMMEDIATE, "").label());
        assertEquals("C", choice.choose(Target.lsn("0/13000100"), "").label());
    }

    @Test
    void aBackupThatWasBegunAfterMissingWalReachesTheEnd() throws SetChoice.Unreachable {
        assertEquals(
                "C",
                lacking(List.of(), List.of("A", "B")).choose(Target.END, "").label());
    }

    @Test
    void aBackupWhoseOwnWalIsMissingIsNeverTaken() throws SetChoice.Unreachable {
        SetChoice choice = lacking(List.of("C"), List.of("C"));
        assertEquals("B", choice.choose(Target.END, "").label());
        String why = refusedBy(choice, Target.IMMEDIATE, "C");
        assertTrue(why.contains("backup C cannot be restored: it needs WAL 000000030000000000000013"), why);
    }

    @Test
    void whatNobodyLookedAtIsSaidAndNotTakenForWhole() {
        KnownGaps gaps = new KnownGaps(List.of(), Set.of(2), Map.of(1, "it was not listed yet"));
        BackupSet set = set("C", "2026-11-22T04:00:00Z", "0/9000000", false);
        String note = gaps.unseen(set, Target.END).orElseThrow();
        assertTrue(note.startsWith("backup C: WAL from it to the end of the archive is not known to be whole"), note);
        assertTrue(note.contains("(repository 1: it was not listed yet)"), note);
        assertTrue(gaps.unseen(set, Target.IMMEDIATE).orElseThrow().contains("its own WAL"));
        assertEquals(Optional.empty(), WHOLE.unseen(set, Target.END));
        String nobody = new KnownGaps(List.of(), Set.of(2), Map.of())
                .unseen(set, Target.END)
                .orElseThrow();
        assertTrue(nobody.contains("no backup agent lists it"), nobody);
        assertTrue(WHOLE.alongANamedTimeline()
                .unseen(set, Target.END)
                .orElseThrow()
                .contains("timeline that is named"));
    }

    private static SetChoice lacking(List<String> broken, List<String> before) {
        String segment = "000000030000000000000013";
        Instant since = Instant.parse("2026-11-22T05:00:00Z");
        return new SetChoice(
                SETS,
                "000000030000000200000001",
                new KnownGaps(
                        List.of(new MissingWal(1, segment, segment, 1, Optional.of(since), false, broken, before)),
                        Set.of(1),
                        Map.of()),
                NOW);
    }

    private static String refusedBy(SetChoice choice, Target target, String label) {
        return assertThrows(SetChoice.Unreachable.class, () -> choice.choose(target, label))
                .getMessage();
    }

    private static String chosen(Target target) throws SetChoice.Unreachable {
        return choice(SETS).choose(target, "").label();
    }

    private static String refused(Target target, String label) {
        return assertThrows(SetChoice.Unreachable.class, () -> choice(SETS).choose(target, label))
                .getMessage();
    }

    private static SetChoice choice(List<BackupSet> sets) {
        return new SetChoice(sets, LAST_WAL, WHOLE, NOW);
    }

    private static BackupSet set(String label, String stop, String lsn, boolean error) {
        return new BackupSet(label, 1, Instant.parse(stop), lsn, 1000, "77", error);
    }
}
