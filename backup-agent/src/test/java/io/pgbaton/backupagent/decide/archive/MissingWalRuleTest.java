package io.pgbaton.backupagent.decide.archive;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class MissingWalRuleTest {
    private static final Instant NOW = Instant.parse("2026-11-20T12:00:00Z");
    private static final Instant BEFORE = NOW.minusSeconds(3600);

    @Test
    void aFileBetweenTwoOthersIsMissing() {
        List<MissingWal> found = find(List.of(run(1, 0, 2, 5), run(1, 0, 7, 9)), backup("A", 1, 2, 3));
        MissingWal wal = found.get(0);
        assertEquals("000000010000000000000006", wal.first());
        assertEquals("000000010000000000000006", wal.last());
        assertEquals(1, wal.files());
        assertEquals(false, wal.covered());
        assertEquals(List.of(), wal.broken());
        assertEquals(List.of("A"), wal.before());
        assertEquals(1, found.size());
    }

    @Test
    void aBackupThatWasBegunAfterItCoversIt() {
        List<WalRun> runs = List.of(run(1, 0, 2, 5), run(1, 0, 7, 0xF));
        MissingWal wal = find(runs, backup("A", 1, 2, 3), backup("B", 1, 7, 8)).get(0);
        assertEquals(true, wal.covered());
        assertEquals(List.of("A"), wal.before());
    }

    @Test
    void aBackupThatNeedsItIsBroken() {
        List<MissingWal> found = find(List.of(run(1, 0, 2, 5), run(1, 0, 7, 0xF)), backup("A", 1, 5, 7));
        assertEquals(List.of("A"), found.get(0).broken());
        assertEquals(false, found.get(0).covered());
    }

    @Test
    void whatTheArchiveDoesNotReachIsMissingFromTheNewestBackup() {
        MissingWal wal = find(List.of(run(1, 0, 2, 5)), backup("A", 1, 4, 7)).get(0);
        assertEquals("000000010000000000000006", wal.first());
        assertEquals("000000010000000000000007", wal.last());
        assertEquals(List.of("A"), wal.broken());
        assertEquals(List.of(), wal.before(), "others reach the end of the archive");
        assertEquals(Optional.empty(), wal.since(), "another backup would lack the same");
        assertEquals(6, find(List.of(), backup("A", 1, 2, 7)).get(0).files());
        KeptBackup young = new KeptBackup("A", 1, name(1, 4), name(1, 7), NOW.minusSeconds(100));
        assertEquals(List.of(), find(List.of(run(1, 0, 2, 5)), young), "on its way");
    }

    @Test
    void whatABackupNeedsIsMissedAlsoWhereAnotherTimelineHasMore() {
        List<WalRun> runs = List.of(run(1, 0, 2, 0x50), run(2, 0, 0x10, 0x12));
        MissingWal wal =
                find(runs, backup("A", 1, 2, 3), backup("B", 2, 0x12, 0x13)).get(0);
        assertEquals("000000020000000000000013", wal.first());
        assertEquals(List.of("B"), wal.broken());
    }

    @Test
    void aLogThatIsFullIsFollowedByTheNextWhateverTheSizeOfSegments() {
        for (long last : List.of(0x3FL, 0xFFL, 0x3L)) {
            assertEquals(List.of(), find(List.of(run(1, 0, 2, last), run(1, 1, 0, 1)), backup("A", 1, 2, 2)));
        }
        MissingWal wal = find(List.of(run(1, 0, 2, 0xFE), run(1, 1, 0, 1)), backup("A", 1, 2, 2))
                .get(0);
        assertEquals("0000000100000000000000FF", wal.first());
        assertEquals(1, wal.files());
    }

    @Test
    void aTimelineBeginsInTheSegmentInWhichTheLastOneEnded() {
        KeptBackup backup = backup("A", 1, 2, 3);
        assertEquals(List.of(), find(List.of(run(1, 0, 2, 5), run(2, 0, 6, 9)), backup));
        assertEquals(List.of(), find(List.of(run(1, 0, 2, 5), run(2, 0, 5, 9)), backup));
        MissingWal wal = find(List.of(run(1, 0, 2, 5), run(2, 0, 8, 9)), backup).get(0);
        assertEquals("000000010000000000000006", wal.first());
        assertEquals("000000010000000000000007", wal.last());
    }

    @Test
    void aTimelineMayBeginFarBeforeTheEndOfAnother() {
        List<WalRun> runs = List.of(run(1, 0, 2, 0x50), run(2, 0, 0x10, 0x12), run(3, 0, 0x11, 0x60));
        assertEquals(List.of(), find(runs, backup("A", 1, 2, 3)));
    }

    /** As after a leader that pushed several files at once and died. */
    @Test
    void whatATimelineHasBeyondTheBeginningOfTheNextIsNobodysBusiness() {
        List<WalRun> runs = List.of(run(1, 0, 2, 0x14), run(1, 0, 0x16, 0x16), run(2, 0, 0x14, 0x20));
        assertEquals(List.of(), find(runs, backup("A", 1, 2, 3)));
        assertEquals(
                1,
                find(List.of(run(1, 0, 2, 0x12), run(1, 0, 0x14, 0x16), run(2, 0, 0x14, 0x20)), backup("A", 1, 2, 3))
                        .size());
    }

    /** Expiry compares names, in which a later timeline is later: what is between on the first one went with the oldest backup. */
    @Test
    void afterARecoveryToAnEarlierPointEachTimelineCountsFromItsOwnBackups() {
        List<WalRun> runs = List.of(run(1, 0, 0x50, 0xFF), run(2, 0, 0x20, 0x60));
        KeptBackup of1 = backup("A", 1, 0x50, 0x51);
        KeptBackup of2 = backup("B", 2, 0x30, 0x31);
        assertEquals(List.of(), find(runs, of1, of2));
        assertEquals(List.of(), find(runs, of2));
    }

    @Test
    void whatRetentionRemovedBetweenBackupsIsNotMissing() {
        List<WalRun> runs = List.of(run(1, 0, 2, 3), run(1, 0, 9, 0xA), run(2, 0, 0x10, 0x20));
        KeptBackup first = backup("A", 1, 2, 3);
        KeptBackup second = backup("B", 1, 9, 0xA);
        KeptBackup third = backup("C", 2, 0x10, 0x11);
        assertEquals(List.of(), find(runs, first, second, third));
        assertEquals(2, find(runs, first, third).size());
    }

    /** It removes the oldest first. */
    @Test
    void whatIsMissingBetweenTwoBackupsAfterOthersThatHaveAllBetweenThemIsMissing() {
        List<WalRun> runs = List.of(run(1, 0, 2, 9), run(1, 0, 0xB, 0x20));
        List<MissingWal> found = find(runs, backup("A", 1, 2, 3), backup("B", 1, 8, 9), backup("C", 1, 0xB, 0xC));
        assertEquals("00000001000000000000000A", found.get(0).first());
    }

    @Test
    void whatIsOlderThanTheOldestBackupIsNobodysBusiness() {
        List<WalRun> runs = List.of(run(1, 0, 1, 2), run(1, 0, 5, 9));
        assertEquals(List.of(), find(runs, backup("A", 1, 5, 6)));
        assertEquals(List.of(), find(runs));
        MissingWal clipped = find(List.of(run(1, 0, 1, 2), run(1, 0, 6, 9)), backup("A", 1, 4, 7))
                .get(0);
        assertEquals("000000010000000000000004", clipped.first());
    }

    @Test
    void filesMayOvertakeEachOtherForAWhileAndLongerWhereTheLeaderChanged() {
        List<KeptBackup> backups = List.of(backup("A", 1, 2, 3));
        for (int timeline : List.of(1, 2)) {
            int patience = timeline == 1 ? 120 : 900;
            WalRun late = new WalRun(timeline, 0, 7, 9, NOW);
            List<WalRun> runs = List.of(run(1, 0, 2, 5), late);
            assertEquals(List.of(), MissingWalRule.find(list(runs, NOW.plusSeconds(patience)), backups));
            assertEquals(
                    Optional.of(late.came()),
                    MissingWalRule.find(list(runs, NOW.plusSeconds(patience + 1)), backups)
                            .get(0)
                            .since());
        }
    }

    /** As many as were taken away, wherever, and none otherwise. */
    @Test
    void everyFileThatWasTakenAwayFromAnywhereIsCounted() {
        for (int seed = 1; seed <= 500; seed++) {
            Random chance = new Random(seed);
            TreeSet<Integer> there = new TreeSet<>();
            for (int number = 0; number < 700; number++) {
                there.add(number);
            }
            KeptBackup backup = backup("A", 1, 0, 0);
            assertEquals(List.of(), find(runs(there), backup), "seed " + seed);
            // The last of the first log stays, or nobody could know how many a log has; so does the end of the archive.
            int taken = chance.nextInt(20);
            while (there.size() > 700 - taken) {
                int number = 1 + chance.nextInt(698);
                if (number != 255) {
                    there.remove(number);
                }
            }
            long missing = find(runs(there), backup).stream()
                    .mapToLong(MissingWal::files)
                    .sum();
            assertEquals(taken, missing, "seed " + seed);
        }
    }

    private static List<WalRun> runs(Set<Integer> numbers) {
        List<WalRun> runs = new ArrayList<>();
        for (int number : numbers) {
            WalRun last = runs.isEmpty() ? null : runs.get(runs.size() - 1);
            if (last != null && last.goesOn(1, number / 256, number % 256)) {
                runs.set(runs.size() - 1, last.upTo(number % 256));
            } else {
                runs.add(run(1, number / 256, number % 256, number % 256));
            }
        }
        return runs;
    }

    @Test
    void afterAnUpgradeOnlyTheNewArchiveCountsWhicheverSideSawItFirst() {
        List<WalRun> holed = List.of(run(1, 0, 2, 5), run(1, 0, 7, 9));
        KeptBackup old = backup("A", 1, 2, 3);
        KeptBackup upgraded = new KeptBackup("B", 2, name(1, 2), name(1, 3), BEFORE);
        assertEquals(1, find(holed, old).size());
        assertEquals(
                List.of("000000010000000000000002"),
                find(holed, old, upgraded).stream().map(MissingWal::first).toList(),
                "nothing of the new one is listed");
        ListedArchive listed = new ListedArchive(2, holed, NOW, 0);
        assertEquals(List.of(), MissingWalRule.find(listed, List.of(old)), "no backup of the new one yet");
        assertEquals(
                List.of("B"),
                MissingWalRule.find(listed, List.of(old, upgraded)).get(0).before());
    }

    @Test
    void backupsThatWereAskedForBeforeTheListWasReadDoNotGoWithIt() {
        for (long readAt : List.of(0L, Long.MAX_VALUE - 5)) {
            ListedArchive listed = new ListedArchive(1, List.of(), NOW, readAt);
            assertEquals(false, listed.goesWithBackupsAskedForAt(readAt - 1));
            assertEquals(false, listed.goesWithBackupsAskedForAt(readAt));
            assertEquals(true, listed.goesWithBackupsAskedForAt(readAt + 10), "also where the clock wraps");
        }
    }

    private static List<MissingWal> find(List<WalRun> runs, KeptBackup... backups) {
        return MissingWalRule.find(list(runs, NOW), List.of(backups));
    }

    private static ListedArchive list(List<WalRun> runs, Instant begun) {
        return new ListedArchive(1, runs, begun, 0);
    }

    private static WalRun run(int timeline, long log, long first, long last) {
        return new WalRun(timeline, log, first, last, BEFORE);
    }

    private static KeptBackup backup(String label, int timeline, int start, int stop) {
        return new KeptBackup(label, 1, name(timeline, start), name(timeline, stop), BEFORE.plusSeconds(stop));
    }

    private static String name(int timeline, int number) {
        return String.format("%08X%08X%08X", timeline, 0, number);
    }
}
