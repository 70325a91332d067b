package io.pgbaton.lab.backup;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.pgbaton.lab.Await;
import io.pgbaton.lab.machine.Shell;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the wrapper makes of a pgbackrest that does what the test says. */
class WrapperTest {
    private static final String BACKUP = "--command backup --stanza demo";

    @TempDir
    Path temporary;

    private Wrapper wrapper;
    private Path folder;

    @BeforeEach
    void aFolderForTheRun() throws IOException {
        wrapper = new Wrapper(temporary);
        folder = temporary.resolve("run");
    }

    @Test
    void everythingThatWasAskedForBecomesOneArgumentEach() {
        wrapper.fake("exit 0");

        run("--command", "backup", "--stanza", "demo", "--repo", "2", "--type", "full", "--config", "/etc/a b.conf")
                .orFail();

        assertEquals(
                List.of(
                        "backup",
                        "--stanza=demo",
                        "--repo=2",
                        "--type=full",
                        "--config=/etc/a b.conf",
                        "--log-level-console=detail",
                        "--log-level-stderr=off",
                        "--log-level-file=off",
                        "--log-timestamp"),
                arguments());
    }

    @Test
    void annotationsAreHandedOnAsTheyAreTyped() {
        wrapper.fake("exit 0");

        run((BACKUP + " --annotation reason=timeline --annotation").split(" ", -1), "why=it was \"$HOME\" *")
                .orFail();

        assertTrue(arguments().contains("--annotation=reason=timeline"), arguments()::toString);
        assertTrue(arguments().contains("--annotation=why=it was \"$HOME\" *"), arguments()::toString);
    }

    @Test
    void aRestoreGoesWhereItIsToldAndNotToTheHostOfTheConfiguration() {
        wrapper.fake("exit 0");

        run(
                        "--command restore --stanza demo --set 20261120-172234F --pg-path /new --delta".split(" ", -1),
                        "--target-type",
                        "time",
                        "--target",
                        "2026-11-20 17:30:00+00",
                        "--target-action",
                        "promote",
                        "--target-timeline",
                        "current")
                .orFail();

        assertEquals(
                List.of(
                        "restore",
                        "--stanza=demo",
                        "--set=20261120-172234F",
                        "--pg1-path=/new",
                        "--reset-pg1-host",
                        "--delta",
                        "--type=time",
                        "--target=2026-11-20 17:30:00+00",
                        "--target-action=promote",
                        "--target-timeline=current"),
                arguments().subList(0, 10));
    }

    @Test
    void theAnswerOfInfoIsNotMixedWithWhatItLogs() {
        wrapper.fake("echo '[]'; echo 'WARN: one repository is away' >&2");

        run("--command info --stanza demo").orFail();

        assertEquals("[]\n", Wrapper.read(folder, "json"));
        assertTrue(arguments().contains("--output=json"), arguments()::toString);
        assertTrue(Wrapper.lines(folder).contains("warned one repository is away"), Wrapper.lines(folder)::toString);
    }

    @ParameterizedTest
    @CsvSource({
        "0,ok",
        "44,archive-mismatch",
        "45,archive-duplicate",
        "50,busy",
        "55,file-missing",
        "56,db-connect",
        "62,stop",
        "63,term",
        "82,archive-timeout",
        "101,service",
        "103,repo-invalid",
        "125,unknown",
        "127,not-installed",
        "7,unknown-7"
    })
    void anExitCodeIsHandedOnAndNamed(int code, String name) {
        wrapper.fake("exit " + code);

        Shell.Result result = run(BACKUP);

        assertEquals(code, result.exit(), result.err());
        assertEquals(code + " " + name + "\n", Wrapper.read(folder, "ended"));
        List<String> lines = Wrapper.lines(folder);
        assertEquals("ended code=" + code + " name=" + name, lines.get(lines.size() - 1));
    }

    @Test
    void verifyFailsWhenPgbackrestOnlySaysThatItFoundFaults() {
        wrapper.fake("printf '%s\\n' '2026-11-20 17:22:38.463 P00   INFO: stanza: demo' '       status: error'");

        assertEquals(28, run("--command verify --stanza demo").exit());
        assertEquals("28 file-invalid\n", Wrapper.read(folder, "ended"));
    }

    /** What pgBackRest 2.45 says when the run before was cut off, and its other half on the primary does not know it yet. */
    @Test
    void aLockThatIsHeldOnTheDatabaseHostIsBusyAndNoMissingPrimary() {
        wrapper.fake(
                """
                cat <<'TEXT'
                2026-11-22 17:08:07.711 P00   WARN: unable to check pg1: [LockAcquireError] raised from remote-0 tls protocol on 'n1': unable to acquire lock on file '/run/demo-backup.lock': Resource temporarily unavailable
                                              HINT: is another pgBackRest process running?
                2026-11-22 17:08:08.804 P00  ERROR: [056]: unable to find primary cluster - cannot proceed
                TEXT
                exit 56
                """);

        assertEquals(50, run(BACKUP).exit());
        assertEquals("50 busy\n", Wrapper.read(folder, "ended"));
    }

    /** What pgBackRest 2.45 says, which was made to call itself 2.46, on a repository host whose database hosts have 2.45. */
    @Test
    void anotherVersionOnTheDatabaseHostIsNoMissingPrimary() {
        wrapper.fake(
                """
                cat <<'TEXT'
                2026-11-22 22:15:40.672 P00   WARN: unable to check pg1: [ProtocolError] expected value '2.46' for greeting key 'version' but got '2.45'
                                              HINT: is the same version of pgBackRest installed on the local and remote host?
                2026-11-22 22:15:40.687 P00  ERROR: [056]: unable to find primary cluster - cannot proceed
                TEXT
                exit 56
                """);

        assertEquals(39, run(BACKUP).exit());
        assertEquals("39 protocol\n", Wrapper.read(folder, "ended"));
        assertTrue(Wrapper.read(folder, "lines")
                .contains("expected value '2.46' for greeting key 'version' but got '2.45'"));
    }

    @Test
    void progressAndWarningsAreToldAndEachLineHasItsTime() {
        wrapper.fake(
                """
                cat <<'TEXT'
                2026-11-20 17:22:34.223 P00   INFO: backup command begin 2.45: --stanza=demo
                2026-11-20 17:22:34.300 P00   WARN: no prior backup exists, incr backup has been changed to full
                                              HINT: not told
                2026-11-20 17:22:37.524 P02 DETAIL: backup file h:/d/base/5/16406 (32.5MB, 13.03%) checksum 2d7a948c
                2026-11-20 17:22:37.878 P02 DETAIL: backup file h:/d/a (1MB, 5%)/x (bundle 1/13595, 88B, 13.04%) checksum 75f
                2026-11-20 17:22:37.900 P01 DETAIL: match file from prior backup /d/b (8KB, 77.84%) checksum 75f8
                2026-11-20 17:22:37.990 P01 DETAIL: backup file /d/empty (0B, 100.00%)
                2026-11-20 17:22:38.001 P00   INFO: new backup label = 20261120-172234F
                TEXT
                """);

        run(BACKUP).orFail();

        List<String> lines = Wrapper.lines(folder);
        assertEquals(
                List.of(
                        "warned no prior backup exists, incr backup has been changed to full",
                        "progress percent=13.03 bytes=34078720"),
                lines.subList(1, 3));
        assertTrue(lines.contains("progress percent=100.00 bytes=34087000"), lines::toString);
        assertTrue(lines.contains("made label=20261120-172234F"), lines::toString);
        assertEquals("ended code=0 name=ok", lines.get(lines.size() - 1));
        assertTrue(lines.get(0).matches("started pid=(\\d+) group=\\1"), lines.get(0));
        assertTrue(Wrapper.read(folder, "lines").lines().allMatch(line -> line.matches("\\d{10} .+")));
    }

    @Test
    void progressIsToldWhileItGoesOn() throws IOException {
        wrapper.fake(
                """
                echo '2026-11-20 17:22:37.524 P01 DETAIL: backup file /d/a (32.5MB, 13.03%) checksum 2d7a948c'
                while [ ! -e go ]; do sleep 0.1; done
                """);
        Process caller = wrapper.start(folder, BACKUP.split(" ", -1));

        Await.until("progress", Wrapper.BOUND, () -> Wrapper.lines(folder)
                .contains("progress percent=13.03 bytes=34078720"));
        assertTrue(caller.isAlive());
        wrapper.folder("go");
        Wrapper.awaitEnd(folder);
    }

    @Test
    void settingsOfTheEnvironmentDoNotReachPgbackrest() {
        wrapper.fake("env >environment");

        List<String> line = wrapper.asUser("env", "PGBACKREST_REPO1_PATH=/elsewhere", "pgbaton-pgbackrest", "run");
        line.addAll(List.of("--folder", wrapper.folder("run").toString()));
        line.addAll(List.of(BACKUP.split(" ", -1)));
        Shell.run(Wrapper.BOUND, "", line).orFail();

        String environment = Wrapper.read(temporary, "environment");
        assertFalse(environment.contains("PGBACKREST_"), environment);
        assertTrue(environment.contains("LC_ALL=C\n"), environment);
    }

    private List<String> arguments() {
        return Wrapper.read(temporary, "arguments").lines().toList();
    }

    private Shell.Result run(String options) {
        return wrapper.run(folder, options.split(" ", -1));
    }

    private Shell.Result run(String... options) {
        return wrapper.run(folder, options);
    }

    private Shell.Result run(String[] options, String... more) {
        String[] all = java.util.stream.Stream.concat(java.util.Arrays.stream(options), java.util.Arrays.stream(more))
                .toArray(String[]::new);
        return wrapper.run(folder, all);
    }
}
