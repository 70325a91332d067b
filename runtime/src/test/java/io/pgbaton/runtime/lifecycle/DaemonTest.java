package io.pgbaton.runtime.lifecycle;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A daemon as a real process: its exit codes, its output, its answer to SIGTERM. */
class DaemonTest {
    @TempDir
    Path folder;

    private Process process;

    @AfterEach
    void end() {
        if (process != null) {
            process.destroyForcibly();
        }
    }

    @Test
    void sigtermStopsWhatWasStartedInReverseOrderWhateverHangsOrFails() throws Exception {
        start("--config", config("node: n1"));
        Awaitility.await("started").atMost(Duration.ofSeconds(20)).until(() -> output().contains("Started."));

        process.destroy();

        assertTrue(process.waitFor(10, TimeUnit.SECONDS));
        List<String> told = List.of(
                "Stopping. program=pgbaton-sample",
                "last part stops",
                "A part could not be stopped. part=last started",
                "A part did not stop in time, the stop goes on without it. part=never ends",
                "first part stops",
                "Stopped.");
        int from = 0;
        for (String line : told) {
            int at = output().indexOf(line, from);
            assertTrue(at >= 0, line + " is not in its place in:\n" + output());
            from = at;
        }
        assertEquals(143, process.exitValue());
    }

    @Test
    void aConfigurationWithFaultsEndsWithAllOfThemAnd78() throws Exception {
        assertEquals(78, run("--check-config", "--config", config("nodes: n1\ncolour: red")));

        assertEquals(3, output().lines().count(), output());
        assertTrue(output().contains("daemon.yaml:1: nodes: is not a known key; did you mean `node`?"), output());
    }

    @Test
    void aSoundConfigurationIsConfirmed() throws Exception {
        assertEquals(0, run("--check-config", "--config=" + config("node: n1")));

        assertTrue(output().endsWith("daemon.yaml: sound\n"), output());
    }

    @Test
    void aStartThatFailsStopsWhatIsThereAndEndsWith1() throws Exception {
        assertEquals(1, run("--config", config("node: n1\nfailure: port 7480 is in use")));

        assertTrue(output().contains("Could not start. program=pgbaton-sample reason=port 7480 is in use"), output());
        assertTrue(output().contains("first part stops"), output());
    }

    @Test
    void theVersionIsToldAndAWrongWordIsAnsweredWithTheUsage() throws Exception {
        assertEquals(0, run("--version"));
        assertEquals("pgbaton-sample development\n", output());

        assertEquals(64, run("--confg", "x"));
        assertTrue(output().startsWith("usage: pgbaton-sample [--config FILE]"), output());
    }

    private String config(String text) throws IOException {
        return Files.writeString(folder.resolve("daemon.yaml"), text + "\n").toString();
    }

    private int run(String... words) throws Exception {
        start(words);
        assertTrue(process.waitFor(20, TimeUnit.SECONDS), "the daemon does not end:\n" + output());
        return process.exitValue();
    }

    private void start(String... words) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                "-Dlogback.configurationFile=io/pgbaton/runtime/lifecycle/daemon-logback.xml",
                SampleDaemon.class.getName()));
        command.addAll(List.of(words));
        process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("output").toFile())
                .start();
    }

    private String output() throws IOException {
        return Files.readString(folder.resolve("output"));
    }
}
