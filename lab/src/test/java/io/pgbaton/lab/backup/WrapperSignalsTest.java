package io.pgbaton.lab.backup;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.pgbaton.lab.Await;
import io.pgbaton.lab.machine.ProcessId;
import io.pgbaton.lab.machine.Shell;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whoever is killed or told to end, the end of pgbackrest is written down, and nothing of it goes on after that. */
class WrapperSignalsTest {
    private static final String[] BACKUP = {"--command", "backup", "--stanza", "demo"};

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
    void aCallerThatIsKilledChangesNothing() throws IOException, InterruptedException {
        wrapper.fake("while [ ! -e go ]; do sleep 0.1; done; echo over; exit 55");
        Process caller = wrapper.start(folder, BACKUP);
        ProcessId pgbackrest = Wrapper.process(folder);

        caller.destroyForcibly().waitFor();
        assertTrue(pgbackrest.alive());
        wrapper.folder("go");

        Wrapper.awaitEnd(folder);
        assertEquals("55 file-missing\n", Wrapper.read(folder, "ended"));
        assertEquals("over\n", Wrapper.read(folder, "output"));
    }

    @Test
    void cancelEndsItAndTheEndIsWrittenDown() throws IOException {
        wrapper.fake("trap 'exit 63' TERM; >ready; while :; do sleep 0.1; done");
        Process caller = wrapper.start(folder, BACKUP);
        ProcessId pgbackrest = ready();

        wrapper.cancel(folder).orFail();

        assertFalse(pgbackrest.alive());
        assertEquals("63 term\n", Wrapper.read(folder, "ended"));
        assertEquals(63, caller.onExit().join().exitValue());
        wrapper.cancel(folder).orFail();
    }

    @Test
    void whatIgnoresACancelIsKilledWithItsWorkers() throws IOException {
        wrapper.fake("trap '' TERM; sleep 600 & echo $! >worker; while :; do sleep 0.1; done");
        wrapper.start(folder, BACKUP);
        Wrapper.process(folder);
        ProcessId worker = worker();

        Shell.run(Wrapper.BOUND, "", cancelAfterASecond()).orFail();

        assertEquals("137 killed\n", Wrapper.read(folder, "ended"));
        assertFalse(worker.alive());
    }

    @Test
    void aCancelGoesOnWithoutItsCaller() throws IOException, InterruptedException {
        wrapper.fake("trap '>asked' TERM; >ready; while :; do sleep 0.1; done");
        wrapper.start(folder, BACKUP);
        ready();
        Process canceller = new ProcessBuilder(cancelAfterASecond())
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        Await.until("the first signal", Wrapper.BOUND, () -> Files.exists(temporary.resolve("asked")));

        canceller.destroyForcibly().waitFor();

        Wrapper.awaitEnd(folder);
        assertEquals("137 killed\n", Wrapper.read(folder, "ended"));
    }

    private List<String> cancelAfterASecond() {
        return wrapper.asUser(
                "env", "PGBATON_CANCEL_SECONDS=1", "pgbaton-pgbackrest", "cancel", "--folder", folder.toString());
    }

    @Test
    void aSignalToTheSupervisorDoesNotKeepTheEndFromBeingWrittenDown() throws IOException {
        wrapper.fake("trap 'exit 63' TERM; >ready; while :; do sleep 0.1; done");
        wrapper.start(folder, BACKUP);
        ProcessId pgbackrest = ready();
        ProcessId supervisor = ProcessHandle.of(pgbackrest.pid())
                .flatMap(ProcessHandle::parent)
                .flatMap(parent -> ProcessId.of(parent.pid()))
                .orElseThrow();

        supervisor.signal("TERM");
        assertTrue(supervisor.alive());
        pgbackrest.signal("TERM");

        Wrapper.awaitEnd(folder);
        assertEquals("63 term\n", Wrapper.read(folder, "ended"));
    }

    /** A worker keeps the lock of the stanza: the end is told when that is free again. */
    @Test
    void aPgbackrestThatIsKilledLeavesNoWorkerBehind() throws IOException {
        wrapper.fake("sleep 600 & echo $! >worker; while :; do sleep 0.1; done");
        wrapper.start(folder, BACKUP);
        ProcessId pgbackrest = Wrapper.process(folder);
        ProcessId worker = worker();

        pgbackrest.signal("KILL");

        Wrapper.awaitEnd(folder);
        assertFalse(worker.alive());
        assertEquals("137 killed\n", Wrapper.read(folder, "ended"));
    }

    /** As after a restart of the machine: the number is another's now. */
    @Test
    void cancelNeverSignalsAProcessThatOnlyHasTheNumber() throws IOException {
        Process other = new ProcessBuilder(wrapper.asUser("setsid", "sleep", "600")).start();
        try {
            wrapper.folder("run");
            Files.writeString(folder.resolve("pid"), other.pid() + " 1\n");

            Shell.Result result = wrapper.cancel(folder);

            assertEquals(0, result.exit(), result.err());
            assertTrue(other.isAlive());
        } finally {
            other.destroyForcibly();
        }
    }

    /** The fake, once it heeds signals as it should. */
    private ProcessId ready() {
        Await.until("the fake to be ready", Wrapper.BOUND, () -> Files.exists(temporary.resolve("ready")));
        return Wrapper.process(folder);
    }

    /** What the fake started and named in a file. */
    private ProcessId worker() {
        Await.until("the worker to run", Wrapper.BOUND, () -> Files.exists(temporary.resolve("worker")));
        return Await.value(
                "the worker's pid",
                Wrapper.BOUND,
                () -> ProcessId.of(
                        Long.parseLong(Wrapper.read(temporary, "worker").strip())));
    }
}
