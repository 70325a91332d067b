package io.pgbaton.backupagent.observe;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.pgbaton.backupagent.decide.archive.WalRun;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.StringJoiner;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ArchiveListingTest {
    private static final Instant THEN = Instant.ofEpochSecond(1795372733);

    @TempDir
    Path folder;

    @Test
    void filesThatFollowEachOtherAreOneRun() throws IOException {
        ArchiveListing listing = read(
                path("."),
                path("15-1/0000000100000000"),
                file("15-1", 1, 0, 2, ""),
                file("15-1", 1, 0, 3, ".zst"),
                file("15-1", 1, 0, 3, ".gz").replace("aa", "bb"),
                file("15-1", 1, 0, 4, ".zst.pgbackrest.tmp"),
                file("15-1", 1, 0, 5, ""),
                "\"15-1/0000000100000000/000000010000000000000006.00000028.backup\":{\"type\":\"file\",\"size\":1,\"time\":1}",
                file("15-1", 2, 0, 5, ""),
                file("15-1", 2, 1, 0, ""));
        assertEquals(1, listing.history());
        assertEquals(List.of(run(1, 0, 2, 3), run(1, 0, 5, 5), run(2, 0, 5, 5), run(2, 1, 0, 0)), listing.runs());
    }

    @Test
    void theArchiveBeforeAnUpgradeIsPassedOver() throws IOException {
        ArchiveListing listing = read(file("14-1", 1, 0, 2, ""), file("16-10", 1, 0, 7, ""), file("16-9", 1, 0, 4, ""));
        assertEquals(10, listing.history());
        assertEquals(List.of(run(1, 0, 7, 7)), listing.runs());
    }

    @Test
    void anEmptyArchiveHasNoRuns() throws IOException {
        assertEquals(List.of(), read(path(".")).runs());
        assertEquals(List.of(), read().runs());
    }

    @Test
    void whatIsNoListIsRefusedWithTheReason() throws IOException {
        assertTrue(fault("{" + path(".")).contains("cannot be read"));
        assertTrue(fault("nothing").contains("cannot be read"));
        assertTrue(fault("{" + file("15-1", 1, 0, 3, "") + "," + file("15-1", 1, 0, 1, "") + "}")
                .contains("not in order"));
        assertTrue(fault("{" + file("15-1", 1, 0, 3, "").replace("time", "size") + "}")
                .contains("cannot be read"));
    }

    /** In pieces: more than one buffer of the reader. */
    @Test
    void aLongListIsRead() throws IOException {
        StringJoiner all = new StringJoiner(",", "{", "}");
        for (int i = 0; i < 10_000; i++) {
            all.add(file("15-1", 1, i / 256, i % 256, ".zst"));
        }
        List<WalRun> runs = ArchiveListing.read(Files.writeString(folder.resolve("json"), all.toString()))
                .runs();
        assertEquals(40, runs.size());
        assertEquals(run(1, 39, 0, 10_000 - 39 * 256 - 1), runs.get(39));
    }

    private ArchiveListing read(String... entries) throws IOException {
        return ArchiveListing.read(Files.writeString(folder.resolve("json"), "{" + String.join(",", entries) + "}"));
    }

    private String fault(String text) throws IOException {
        Path json = Files.writeString(folder.resolve("json"), text);
        return assertThrows(IOException.class, () -> ArchiveListing.read(json)).getMessage();
    }

    private static WalRun run(int timeline, long log, long first, long last) {
        return new WalRun(timeline, log, first, last, THEN);
    }

    private static String path(String name) {
        return "\"" + name + "\":{\"type\":\"path\"}";
    }

    private static String file(String archive, int timeline, int log, int number, String suffix) {
        String name = String.format("%08X%08X/%08X%08X%08X", timeline, log, timeline, log, number);
        return "\"" + archive + "/" + name + "-" + "aa".repeat(20) + suffix
                + "\":{\"type\":\"file\",\"size\":2,\"time\":" + THEN.getEpochSecond() + "}";
    }
}
