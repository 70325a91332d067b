package io.pgbaton.lab.scenario;

import io.pgbaton.lab.Await;
import io.pgbaton.lab.Lab;
import io.pgbaton.lab.LabException;
import io.pgbaton.lab.cluster.BackupAgentHost;
import io.pgbaton.lab.machine.Shell;
import io.pgbaton.lab.machine.SystemUsers;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;

/** A backup that somebody asked for, held in the middle: its processes stand still, sockets and locks stay. */
final class RunOfPgbackrest implements AutoCloseable {
    private static final Duration BOUND = Duration.ofSeconds(60);
    private static final String BEGUN = "backup start archive";
    /** The biggest file is copied first, and for a second. */
    private static final String COPYING = " DETAIL: backup file ";

    private final Path folder;
    private final CompletableFuture<BackupByHand.Told> asking;

    private RunOfPgbackrest(Path folder, CompletableFuture<BackupByHand.Told> asking) {
        this.folder = folder;
        this.asking = asking;
    }

    /** Asks for a backup and holds it when PostgreSQL is in backup mode and nothing is copied yet. */
    static RunOfPgbackrest begun(Lab lab, String type) {
        return held(lab, type, BEGUN);
    }

    /** Asks for a backup and holds it while it copies. */
    static RunOfPgbackrest copying(Lab lab, String type) {
        return held(lab, type, COPYING);
    }

    private static RunOfPgbackrest held(Lab lab, String type, String said) {
        Path runs = BackupAgentHost.runs(lab.layout());
        List<Path> before = runsThat(runs, said);
        CompletableFuture<BackupByHand.Told> asking =
                CompletableFuture.supplyAsync(() -> BackupByHand.asked(lab, type));
        Path folder =
                Await.value("pgBackRest to say \"" + said.strip() + "\"", BOUND, () -> runsThat(runs, said).stream()
                        .filter(run -> !before.contains(run))
                        .findFirst());
        RunOfPgbackrest run = new RunOfPgbackrest(folder, asking);
        Shell.run(run.kill("STOP")).orFail();
        return run;
    }

    /** Now or long ago. */
    private static List<Path> runsThat(Path runs, String said) {
        if (!Files.isDirectory(runs)) {
            return List.of();
        }
        try (Stream<Path> all = Files.list(runs)) {
            return all.map(run -> run.resolve("wrapper"))
                    .filter(run -> Files.exists(run.resolve("output")))
                    .filter(run -> SystemUsers.read(run.resolve("output")).contains(said))
                    .toList();
        } catch (IOException e) {
            throw new LabException("cannot list " + runs, e);
        }
    }

    /** The id of the request. */
    String command() {
        return asking.join().command();
    }

    void goOn() {
        Shell.run(kill("CONT")).orFail();
    }

    /** Code and name, once it is over, whether or not anybody was there to see it. */
    String awaitEnd(Duration bound) {
        Await.until("pgBackRest to end by itself", bound, () -> Files.exists(folder.resolve("ended")));
        return SystemUsers.read(folder.resolve("ended")).strip();
    }

    /** Whatever becomes of a test, nothing is left standing. */
    @Override
    public void close() {
        Shell.run(kill("CONT"));
    }

    private List<String> kill(String signal) {
        String group = SystemUsers.read(folder.resolve("pid")).split(" ", -1)[0];
        return List.of("kill", "-s", signal, "--", "-" + group);
    }
}
