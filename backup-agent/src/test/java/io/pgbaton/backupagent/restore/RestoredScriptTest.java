package io.pgbaton.backupagent.restore;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What Patroni calls on a restored node. */
class RestoredScriptTest {
    private static final String SCRIPT =
            Path.of("src/main/sh/pgbaton-restored").toAbsolutePath().toString();

    @TempDir
    Path folder;

    private Path data;
    private Prepared prepared;
    private String said;

    @BeforeEach
    void restored() throws IOException {
        data = folder.resolve("main");
        prepared = new Prepared(data);
        prepared.claim("r-1");
        Files.createDirectory(prepared.data().resolve("global"));
        Files.createFile(prepared.data().resolve("global/pg_control"));
        Files.writeString(prepared.data().resolve("PG_VERSION"), "15\n");
    }

    @Test
    void whatIsReadyBecomesTheDataDirectoryAndNothingIsLeftBesideIt() throws Exception {
        isToStart();
        assertEquals(0, call("--scope=demo2", "--datadir=" + data));
        assertTrue(Files.exists(data.resolve("global/pg_control")));
        assertFalse(Files.exists(prepared.folder()));
        assertEquals(1, call("--scope=demo2", "--datadir=" + data), "twice");
    }

    @Test
    void itTakesThePlaceOfAnEmptyFolderAndPassesOverWhatElsePatroniSays() throws Exception {
        isToStart();
        Files.createDirectory(data);
        assertEquals(
                0,
                call(
                        "--keep_data=True",
                        "--scope=demo2",
                        "--role=replica",
                        "--datadir=" + data,
                        "--connstring=host=a b"));
        assertTrue(Files.exists(data.resolve("PG_VERSION")));
    }

    /** A Patroni that has lost its data looks for some every second. */
    @Test
    void whatIsReadyIsLeftAloneUntilTheMemberIsToStart() throws Exception {
        prepared.ready("service/demo2", "n4");
        refused("not so far yet", "--scope=demo2", "--datadir=" + data);
        prepared.offer("r-0");
        refused("not so far yet", "--scope=demo2", "--datadir=" + data);
        prepared.offer("r-1");
        assertEquals(0, call("--scope=demo2", "--datadir=" + data));
    }

    @Test
    void whatWasTakenUpAnewOrUndoneIsLeftAlone() throws Exception {
        isToStart();
        prepared.claim("r-1");
        prepared.ready("service/demo2", "n4");
        refused("not so far yet", "--scope=demo2", "--datadir=" + data);
        prepared.offer("r-1");
        prepared.withdraw("r-1");
        refused("nothing was restored", "--scope=demo2", "--datadir=" + data);
    }

    @Test
    void whatIsNotReadyIsLeftAlone() throws Exception {
        refused("nothing was restored", "--scope=demo2", "--datadir=" + data);
    }

    @Test
    void r10NothingIsPutInThePlaceOfDataOrALink() throws Exception {
        isToStart();
        Files.createDirectory(data);
        Files.createFile(data.resolve("PG_VERSION"));
        refused("is not empty", "--scope=demo2", "--datadir=" + data);
        Files.delete(data.resolve("PG_VERSION"));
        Files.delete(data);
        Files.createSymbolicLink(data, folder);
        refused("is a link", "--scope=demo2", "--datadir=" + data);
    }

    @Test
    void anotherScopeAndOneThatIsNotWhole() throws Exception {
        isToStart();
        refused("not for demo", "--scope=demo", "--datadir=" + data);
        Files.delete(prepared.data().resolve("global/pg_control"));
        refused("not complete", "--scope=demo2", "--datadir=" + data);
    }

    @Test
    void aCallThatMakesNoSense() throws Exception {
        assertEquals(64, call("--scope=demo2"));
        assertEquals(64, call("restore"));
        assertEquals(0, call("--help"));
    }

    private void isToStart() throws IOException {
        prepared.ready("service/demo2", "n4");
        prepared.offer("r-1");
    }

    private void refused(String words, String... options) throws Exception {
        assertEquals(1, call(options), said);
        assertTrue(said.contains(words), said);
        assertTrue(Files.exists(prepared.data()), "nothing was moved");
    }

    private int call(String... options) throws Exception {
        List<String> line = new ArrayList<>(List.of(SCRIPT));
        line.addAll(List.of(options));
        Process process = new ProcessBuilder(line).redirectErrorStream(true).start();
        said = new String(process.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
        return process.waitFor();
    }
}
