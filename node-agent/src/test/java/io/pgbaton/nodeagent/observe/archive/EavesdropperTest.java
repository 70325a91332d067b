package io.pgbaton.nodeagent.observe.archive;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.pgbaton.nodeagent.config.ArchiveConfig;
import io.pgbaton.nodeagent.decide.archive.Said;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Words as pgBackRest 2.45 and PostgreSQL 15 wrote them. */
class EavesdropperTest {
    private static final String DUPLICATE =
            """
            ERROR: [045]: WAL file '000000010000000000000004' already exists in the repo1 archive with a different checksum
            2026-11-22 05:17:46.232 UTC [18328] LOG:  archive command failed with exit code 45
            2026-11-22 05:17:46.232 UTC [18328] DETAIL:  The failed archive command was: pgbackrest archive-push pg_wal/04
            """;
    private static final String NO_STANZA =
            """
            ERROR: [103]: unable to find a valid repository:
                   repo1: [FileMissingError] unable to load info file '/repo/archive/demo/archive.info'
            """;
    private static final String DROPPED =
            "WARN: dropped WAL file '00000001000000000000000E' because archive queue exceeded 40MB\n";

    @TempDir
    Path folder;

    @Test
    void theErrorOfTheLogIsHeardOnce() throws IOException {
        Path log = Files.writeString(folder.resolve("log"), DUPLICATE);
        Eavesdropper eavesdropper = onLog(log);
        Said said = eavesdropper.listen();
        assertEquals(45, said.code());
        assertEquals(
                "WAL file '000000010000000000000004' already exists in the repo1 archive with a different checksum",
                said.error());
        assertEquals(Said.NOTHING, eavesdropper.listen());
    }

    @Test
    void theLastErrorCountsAndAListOfErrorsHasItsFirst() throws IOException {
        Path log = Files.writeString(folder.resolve("log"), DUPLICATE + NO_STANZA);
        Said said = onLog(log).listen();
        assertEquals(103, said.code());
        assertEquals(
                "unable to find a valid repository: repo1: [FileMissingError] unable to load info file"
                        + " '/repo/archive/demo/archive.info'",
                said.error());
    }

    @Test
    void halfALineIsReadWhenItIsWhole() throws IOException {
        Path log = Files.writeString(folder.resolve("log"), DROPPED.substring(0, 30));
        Eavesdropper eavesdropper = onLog(log);
        assertEquals(Said.NOTHING, eavesdropper.listen());
        Files.writeString(log, DROPPED.substring(30), StandardOpenOption.APPEND);
        assertEquals(List.of("00000001000000000000000E"), eavesdropper.listen().dropped());
    }

    @Test
    void aFolderStandsForItsNewestLogAndALogThatBeginsAnewIsReadFromItsBeginning() throws IOException {
        Path old = Files.writeString(folder.resolve("monday.log"), NO_STANZA);
        Files.setLastModifiedTime(old, FileTime.from(Instant.EPOCH));
        Path log = Files.writeString(folder.resolve("tuesday.log"), "a line\n".repeat(100));
        Eavesdropper eavesdropper = onLog(folder);
        assertEquals(Said.NOTHING, eavesdropper.listen());
        Files.writeString(log, DUPLICATE);
        assertEquals(45, eavesdropper.listen().code());
    }

    @Test
    void whatTheSpoolHasIsHeardAsLongAsItIsThere() throws IOException {
        Files.writeString(folder.resolve("000000010000000000000005.ok"), "");
        Files.writeString(
                folder.resolve("00000001000000000000000E.ok"),
                "0\n" + DROPPED.substring("WARN: ".length()).strip());
        Files.writeString(
                folder.resolve("000000010000000000000004.error"),
                "45\nraised from local-1 protocol: WAL file already exists\n[ArchiveDuplicateError] on retry after 0ms");
        Eavesdropper eavesdropper = on(Optional.empty(), Optional.of(folder));
        Said said = eavesdropper.listen();
        assertEquals(45, said.code());
        assertEquals("raised from local-1 protocol: WAL file already exists", said.error());
        assertEquals(List.of("00000001000000000000000E"), said.dropped());
        assertEquals(said, eavesdropper.listen());
    }

    @Test
    void whatIsNotThereYetSaysNothing() {
        assertEquals(Said.NOTHING, onLog(folder.resolve("none")).listen());
        assertEquals(
                Said.NOTHING,
                on(Optional.empty(), Optional.of(folder.resolve("none"))).listen());
    }

    private static Eavesdropper onLog(Path log) {
        return on(Optional.of(log), Optional.empty());
    }

    private static Eavesdropper on(Optional<Path> log, Optional<Path> spool) {
        return new Eavesdropper(new ArchiveConfig(Duration.ofSeconds(10), Duration.ofMinutes(5), log, spool));
    }
}
