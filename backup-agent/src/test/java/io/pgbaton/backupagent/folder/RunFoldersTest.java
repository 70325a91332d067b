package io.pgbaton.backupagent.folder;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.pgbaton.backupagent.decide.Attempt;
import io.pgbaton.backupagent.decide.Job;
import io.pgbaton.proto.v1.BackupTask;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RunFoldersTest {
    private static final int KEPT = 7;

    @TempDir
    Path folder;

    private RunFolders runs;
    private long now;

    @BeforeEach
    void runs() {
        runs = new RunFolders(folder, "demo", "service/demo", KEPT);
    }

    @Test
    void theAgentsOwnLooksDoNotPushOutWhatABackupSaid() throws IOException {
        RunFolder backup = over("backup", true);
        List<RunFolder> looks = several("look", false, 20);
        assertTrue(backup.isThere());
        assertEquals(
                looks.subList(14, 20), looks.stream().filter(RunFolder::isThere).toList());
    }

    @Test
    void theOldestBackupsGoAndOneThatIsNotToldStays() throws IOException {
        RunFolder untold = make("untold", true);
        List<RunFolder> backups = several("backup", true, 20);
        assertTrue(untold.isThere());
        assertEquals(List.of(untold), runs.untold());
        assertEquals(
                backups.subList(12, 20),
                backups.stream().filter(RunFolder::isThere).toList());
    }

    /** Each removes what is old before it begins. */
    @Test
    void theLanesOfAStanzaDoNotDisturbEachOther() {
        ExecutorService lanes = Executors.newFixedThreadPool(4);
        try {
            List<CompletableFuture<?>> all = IntStream.range(0, 4)
                    .<CompletableFuture<?>>mapToObj(lane ->
                            CompletableFuture.runAsync(() -> several("lane" + lane + "-", lane == 0, 100), lanes))
                    .toList();
            all.forEach(CompletableFuture::join);
        } finally {
            lanes.shutdown();
        }
        assertTrue(folder.resolve("runs/demo").toFile().list().length < KEPT + 15, "the old ones are gone");
    }

    private List<RunFolder> several(String id, boolean recorded, int count) {
        return IntStream.range(0, count)
                .mapToObj(number -> {
                    try {
                        return over(id + number, recorded);
                    } catch (IOException e) {
                        throw new AssertionError(e);
                    }
                })
                .toList();
    }

    private RunFolder over(String id, boolean recorded) throws IOException {
        RunFolder run = make(id, recorded);
        run.tell("RESULT_DONE ok");
        return run;
    }

    private RunFolder make(String id, boolean recorded) throws IOException {
        Job job = new Job(id, BackupTask.getDefaultInstance(), "", "", "", 0, recorded);
        return runs.make(new Attempt(job, 1), ++now);
    }
}
