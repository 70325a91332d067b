package io.pgbaton.lab.scenario;

import io.pgbaton.lab.Await;
import io.pgbaton.lab.Lab;
import io.pgbaton.lab.cluster.BackupAgentHost;
import io.pgbaton.lab.machine.Shell;
import io.pgbaton.lab.machine.SystemUsers;
import io.pgbaton.proto.id.EventIds;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/** pgBackRest at work for the first attempt of a command: it can be held in the middle for as long as a test wants. */
final class RunOfPgbackrest implements AutoCloseable {
    private static final Duration BOUND = Duration.ofSeconds(60);

    private final Path folder;

    private RunOfPgbackrest(Path folder) {
        this.folder = folder;
    }

    /** Comes back when PostgreSQL is in backup mode and nothing, or little, is copied yet. */
    static RunOfPgbackrest copying(Lab lab, String command) {
        Path folder = BackupAgentHost.runs(lab.layout())
                .resolve(EventIds.attempt(command, 1))
                .resolve("wrapper");
        RunOfPgbackrest run = new RunOfPgbackrest(folder);
        Await.until(
                "pgBackRest to begin to copy", BOUND, () -> run.read("output").contains("backup start archive"));
        return run;
    }

    /** All of its processes stand still; sockets and locks stay. */
    RunOfPgbackrest held() {
        signal("STOP");
        return this;
    }

    void goOn() {
        signal("CONT");
    }

    /** Whatever becomes of a test, nothing is left standing. */
    @Override
    public void close() {
        Shell.run(kill("CONT"));
    }

    /** Code and name, once it is over, whether or not anybody was there to see it. */
    String awaitEnd(Duration bound) {
        Await.until("pgBackRest to end by itself", bound, () -> Files.exists(folder.resolve("ended")));
        return read("ended").strip();
    }

    private void signal(String name) {
        Shell.run(kill(name)).orFail();
    }

    private List<String> kill(String signal) {
        return List.of("kill", "-s", signal, "--", "-" + read("pid").split(" ", -1)[0]);
    }

    private String read(String file) {
        return SystemUsers.read(folder.resolve(file));
    }
}
