package io.pgbaton.backupagent;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.pgbaton.backupagent.act.Wrapper;
import io.pgbaton.backupagent.decide.Attempt;
import io.pgbaton.backupagent.decide.Job;
import io.pgbaton.backupagent.decide.Line;
import io.pgbaton.backupagent.decide.RunInput;
import io.pgbaton.backupagent.folder.RunFolder;
import io.pgbaton.backupagent.folder.RunFolders;
import io.pgbaton.backupagent.observe.RunWatch;
import io.pgbaton.proto.v1.BackupKind;
import io.pgbaton.proto.v1.BackupTask;
import io.pgbaton.proto.v1.BackupType;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The agent and the wrapper that is shipped mean the same: words, files, lines and codes. Only pgbackrest is played. */
class WrapperContractTest {
    private static final Duration PATIENCE = Duration.ofSeconds(40);

    @TempDir
    Path temporary;

    private final List<String> badLines = new ArrayList<>();
    private final List<RunInput> seen = new ArrayList<>();
    private final List<Process> processes = new ArrayList<>();
    private Wrapper wrapper;

    /** The wrapper refuses to be root, which a build server may be: then it is nobody. */
    @BeforeEach
    void aPathWithAnotherPgbackrest() throws IOException {
        Files.setPosixFilePermissions(temporary, PosixFilePermissions.fromString("rwxrwxrwx"));
        Path script = Files.copy(
                Path.of("src/main/sh/pgbaton-pgbackrest").toAbsolutePath(), temporary.resolve("pgbaton-pgbackrest"));
        Path caller = program(
                "caller",
                """
                cd %1$s
                PATH=%1$s:/usr/bin:/bin
                [ "$(id -u)" -ne 0 ] || {
                  chown -R 65534 state
                  exec setpriv --reuid=65534 --regid=65534 --clear-groups %2$s "$@"
                }
                exec %2$s "$@"
                """
                        .formatted(temporary, script));
        wrapper = new Wrapper(caller, Optional.of(temporary.resolve("a b.conf")));
    }

    @Test
    void aBackupIsUnderstoodFromItsFirstLineToItsLast() throws IOException {
        pgbackrest(
                """
                printf '%s\\n' "$@" >arguments
                cat <<'TEXT'
                2026-11-20 17:22:34.300 P00   WARN: no prior backup exists, incr backup has been changed to full
                2026-11-20 17:22:37.524 P01 DETAIL: backup file h:/d/base/5/16406 (32.5MB, 13.03%) checksum 2d7a948c
                2026-11-20 17:22:38.001 P00   INFO: new backup label = 20261120-172234F
                2026-11-20 17:22:38.002 P00   INFO: backup command end: completed successfully (3700ms)
                TEXT
                """);
        RunFolder folder = run(task(BackupKind.BACKUP_KIND_BACKUP)
                .setType(BackupType.BACKUP_TYPE_FULL)
                .setRepo(2)
                .build());
        RunInput.Ended ended = (RunInput.Ended) theEndOf(folder);
        assertEquals(0, ended.code());
        assertEquals("ok", ended.name());
        assertEquals(
                List.of(
                        new Line.Started(),
                        new Line.Warned("no prior backup exists, incr backup has been changed to full"),
                        new Line.Progress(1303, 34_078_720),
                        new Line.Made("20261120-172234F")),
                said());
        List<String> arguments = Files.readAllLines(temporary.resolve("arguments"));
        assertEquals("backup", arguments.get(0));
        assertTrue(
                arguments.containsAll(List.of(
                        "--stanza=demo",
                        "--repo=2",
                        "--type=full",
                        "--config=" + temporary.resolve("a b.conf"),
                        "--annotation=reason=new disk",
                        "--annotation=actor=ann@db1",
                        "--annotation=command=c-1")),
                arguments::toString);
    }

    @Test
    void aFailureHasPgBackRestsNameAndItsErrorForLastWords() throws IOException {
        pgbackrest(
                """
                echo '2026-11-20 17:22:35.000 P00  ERROR: [056]: unable to find primary cluster - cannot proceed'
                echo '2026-11-20 17:22:35.001 P00   INFO: backup command end: aborted with exception [056]'
                exit 56
                """);
        RunInput.Ended ended = (RunInput.Ended)
                theEndOf(run(task(BackupKind.BACKUP_KIND_BACKUP).build()));
        assertEquals(56, ended.code());
        assertEquals("db-connect", ended.name());
        assertEquals("[056]: unable to find primary cluster - cannot proceed", ended.lastWords());
    }

    @Test
    void everyTaskIsOneThatTheWrapperRunsAndItsEndIsRead() throws IOException {
        pgbackrest("case $1 in info | repo-ls) echo '[]' ;; esac");
        for (BackupKind kind : List.of(
                BackupKind.BACKUP_KIND_STANZA_CREATE,
                BackupKind.BACKUP_KIND_STANZA_UPGRADE,
                BackupKind.BACKUP_KIND_CHECK,
                BackupKind.BACKUP_KIND_EXPIRE,
                BackupKind.BACKUP_KIND_VERIFY,
                BackupKind.BACKUP_KIND_INFO,
                BackupKind.BACKUP_KIND_ARCHIVE_CHECK)) {
            RunFolder folder = run(task(kind).build());
            assertEquals("ok", ((RunInput.Ended) theEndOf(folder)).name(), kind.name());
            if (kind == BackupKind.BACKUP_KIND_INFO || kind == BackupKind.BACKUP_KIND_ARCHIVE_CHECK) {
                assertEquals("[]\n", Files.readString(folder.wrapper().resolve("json")));
            }
        }
    }

    @Test
    void aRunIsCancelled() throws IOException {
        pgbackrest("trap 'exit 63' TERM\nwhile :; do sleep 0.1; done");
        RunFolder folder = run(task(BackupKind.BACKUP_KIND_BACKUP).build());
        await().atMost(PATIENCE)
                .until(() -> Files.exists(folder.wrapper().resolve("lines"))
                        && Files.readString(folder.wrapper().resolve("lines")).contains(" started "));
        wrapper.cancel(folder);
        assertEquals("term", ((RunInput.Ended) theEndOf(folder)).name());
    }

    @Test
    void whatTheWrapperRefusesBeginsNothingAndItsSentenceIsTold() throws IOException {
        pgbackrest("touch begun");
        RunInput.LaunchFailed failed = (RunInput.LaunchFailed) theEndOf(run(
                task(BackupKind.BACKUP_KIND_CHECK).setSet("20261120-172234F").build()));
        assertTrue(failed.reason().contains("--set does not go with --command check"), failed.reason());
        assertTrue(Files.notExists(temporary.resolve("begun")));
    }

    /** Bad lines fail it: agent and wrapper are of one version here. */
    private RunInput theEndOf(RunFolder folder) throws IOException {
        RunWatch watch = new RunWatch(folder, badLines::add);
        Process process = processes.get(processes.size() - 1);
        await().atMost(PATIENCE).until(() -> {
            OptionalInt exit = process.isAlive() ? OptionalInt.empty() : OptionalInt.of(process.exitValue());
            seen.addAll(watch.look(System.nanoTime(), exit));
            return seen.stream().anyMatch(input -> !(input instanceof RunInput.Said));
        });
        assertEquals(List.of(), badLines);
        return seen.remove(seen.size() - 1);
    }

    private List<Line> said() {
        return seen.stream().map(input -> ((RunInput.Said) input).line()).toList();
    }

    private RunFolder run(BackupTask task) throws IOException {
        Job job = new Job("c-1", task, "ann@db1", "new disk", "", 0, true);
        RunFolder folder = new RunFolders(temporary.resolve("state"), "demo", "service/demo", 50)
                .make(new Attempt(job, processes.size() + 1), 0);
        processes.add(wrapper.run(folder, job));
        return folder;
    }

    private static BackupTask.Builder task(BackupKind kind) {
        return BackupTask.newBuilder().setStanza("demo").setKind(kind);
    }

    private void pgbackrest(String body) throws IOException {
        program("pgbackrest", body);
    }

    private Path program(String name, String body) throws IOException {
        Path file = Files.writeString(temporary.resolve(name), "#!/bin/sh\nset -eu\n" + body + "\n");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
        return file;
    }
}
