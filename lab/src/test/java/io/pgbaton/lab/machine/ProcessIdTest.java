package io.pgbaton.lab.machine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.pgbaton.lab.Await;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class ProcessIdTest {
    private static final Duration BOUND = Duration.ofSeconds(5);

    @Test
    void aProcessIsKnownAgainFromItsText() throws IOException {
        Process sleeper = sleeper();
        try {
            ProcessId id = ProcessId.of(sleeper.pid()).orElseThrow();
            assertEquals(id, ProcessId.parse(id.toText()));
            assertTrue(id.alive());
        } finally {
            sleeper.destroyForcibly();
        }
    }

    @Test
    void anotherProcessOfTheSamePidIsNotIt() throws IOException {
        Process sleeper = sleeper();
        try {
            ProcessId earlier = new ProcessId(sleeper.pid(), 1);
            assertFalse(earlier.alive());
            earlier.signal("KILL");
            assertTrue(sleeper.isAlive());
        } finally {
            sleeper.destroyForcibly();
        }
    }

    @Test
    void aStoppedProcessIsAliveAndStopped() throws IOException {
        Process sleeper = sleeper();
        ProcessId id = ProcessId.of(sleeper.pid()).orElseThrow();
        try {
            id.signal("STOP");
            Await.until("the process to stop", BOUND, id::stopped);
            assertTrue(id.alive());
        } finally {
            sleeper.destroyForcibly();
        }
    }

    @Test
    void anEndedProcessIsNotAlive() throws IOException, InterruptedException {
        Process sleeper = sleeper();
        ProcessId id = ProcessId.of(sleeper.pid()).orElseThrow();
        id.signal("KILL");
        assertTrue(sleeper.waitFor(5, TimeUnit.SECONDS));
        assertFalse(id.alive());
    }

    private static Process sleeper() throws IOException {
        return new ProcessBuilder("sleep", "60").start();
    }
}
