package io.pgbaton.lab.backup;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.pgbaton.lab.Await;
import io.pgbaton.lab.machine.ProcessId;
import io.pgbaton.lab.machine.Shell;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The wrapper, pgbackrest and PostgreSQL themselves. */
class WrapperOnPostgresTest {
    @TempDir
    Path temporary;

    private Wrapper wrapper;
    private ScratchPostgres postgres;
    private int runs;

    @Test
    void aStanzaFromItsFirstBackupToARestoredFolder() throws IOException {
        assumeTrue(ScratchPostgres.installed(), "PostgreSQL 15 or pgbackrest is not installed");
        wrapper = new Wrapper(temporary);
        try (ScratchPostgres scratch = new ScratchPostgres(wrapper, temporary)) {
            postgres = scratch;
            ends("55 file-missing", "check");
            ends("0 ok", "stanza-create");
            ends("0 ok", "check");
            ends("0 ok", "backup", "--type", "full", "--annotation", "reason=the first one");
            List<String> told = Wrapper.lines(last());
            assertTrue(
                    told.stream().anyMatch(line -> line.startsWith("progress percent=100.00 bytes=")), told::toString);
            assertTrue(told.contains("made label=" + each("label").get(0)), told::toString);
            ends("0 ok", "backup", "--type", "diff");
            twoAtOnce();
            assertEquals(List.of("full", "diff", "incr"), each("type"));
            assertEquals(
                    "the first one",
                    backups().get(0).getJsonObject("annotation").getString("reason"));
            ends(
                    "0 ok",
                    "restore",
                    "--set",
                    each("label").get(0),
                    "--pg-path",
                    restored().toString());
            ends("40 path-not-empty", "restore", "--pg-path", restored().toString());
            ends("0 ok", "restore", "--pg-path", restored().toString(), "--delta");
            assertEquals(
                    "15", Files.readString(restored().resolve("PG_VERSION")).strip());
            ends("0 ok", "verify");
            damageABackup();
            ends("28 file-invalid", "verify");
        }
        ends("56 db-connect", "backup");
    }

    /** One is held in the middle by SIGSTOP: it has the lock as long as the test wants. */
    private void twoAtOnce() throws IOException {
        Path first = next();
        wrapper.start(first, options("backup", "--type", "incr"));
        ProcessId pgbackrest = Wrapper.process(first);
        Path lock = temporary.resolve("lock/demo-backup.lock");
        Await.until("the lock", Wrapper.BOUND, () -> Files.exists(lock));
        pgbackrest.signal("STOP");

        ends("50 busy", "backup", "--type", "incr");
        ends("50 busy", "expire");

        pgbackrest.signal("CONT");
        Wrapper.awaitEnd(first);
        assertEquals("0 ok", Wrapper.read(first, "ended").strip());
    }

    private void damageABackup() throws IOException {
        Path folder = temporary
                .resolve("repository/backup/demo")
                .resolve(each("label").get(0));
        try (Stream<Path> files = Files.walk(folder)) {
            Path file = files.filter(each -> each.toString().endsWith(".lz4"))
                    .max((a, b) -> Long.compare(a.toFile().length(), b.toFile().length()))
                    .orElseThrow();
            byte[] bytes = Files.readAllBytes(file);
            bytes[bytes.length / 2] ^= 1;
            Files.write(file, bytes);
        }
    }

    private List<String> each(String field) {
        return backups().stream().map(backup -> backup.getString(field)).toList();
    }

    private List<JsonObject> backups() {
        ends("0 ok", "info");
        JsonArray backups =
                new JsonArray(Wrapper.read(last(), "json")).getJsonObject(0).getJsonArray("backup");
        return backups.stream().map(JsonObject.class::cast).toList();
    }

    private Path restored() {
        return temporary.resolve("restored");
    }

    private void ends(String expected, String command, String... more) {
        Path folder = next();
        Shell.Result result = wrapper.run(folder, options(command, more));
        String ended = Wrapper.read(folder, "ended").strip();
        assertEquals(expected, ended, () -> Wrapper.read(folder, "output"));
        assertTrue(ended.startsWith(result.exit() + " "), ended);
    }

    private String[] options(String command, String... more) {
        List<String> common = List.of(
                "--command",
                command,
                "--stanza",
                "demo",
                "--config",
                postgres.config().toString());
        return Stream.concat(common.stream(), Stream.of(more)).toArray(String[]::new);
    }

    private Path next() {
        runs++;
        return last();
    }

    private Path last() {
        return temporary.resolve("run" + runs);
    }
}
