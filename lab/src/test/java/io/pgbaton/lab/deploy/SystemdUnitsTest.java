package io.pgbaton.lab.deploy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.pgbaton.lab.machine.Shell;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** systemd's own judgement of the units, on a copy that starts the checkout's programs: verify wants them to exist. */
class SystemdUnitsTest {
    @TempDir
    Path folder;

    @BeforeEach
    void systemdIsThere() {
        assumeTrue(
                Checkout.installed("systemd-analyze"), "systemd-analyze is not installed: the units are not checked");
    }

    @ParameterizedTest
    @ValueSource(strings = {"pgbaton-node-agent", "pgbaton-coordinator", "pgbaton-backup-agent"})
    void systemdUnderstandsAllOfIt(String unit) throws IOException {
        Shell.Result verified =
                Shell.run("systemd-analyze", "verify", copy(unit).toString());
        assertEquals(0, verified.exit(), verified.err());
        assertEquals("", verified.out() + verified.err());
    }

    /** Threshold in tenths: what is left is the network, a JVM's writable code, and an agent's two capabilities. */
    @ParameterizedTest
    @ValueSource(strings = {"pgbaton-node-agent 27", "pgbaton-coordinator 20", "pgbaton-backup-agent 22"})
    void littleIsLeftToAnIntruder(String unitAndThreshold) throws IOException {
        String[] words = unitAndThreshold.split(" ", -1);
        Shell.Result judged = Shell.run(
                "systemd-analyze",
                "security",
                "--offline=true",
                "--no-pager",
                "--threshold=" + words[1],
                copy(words[0]).toString());
        assertEquals(0, judged.exit(), judged.out());
    }

    @ParameterizedTest
    @ValueSource(strings = {"pgbaton-node-agent", "pgbaton-coordinator", "pgbaton-backup-agent"})
    void aStopIsNoFailureAndAFaultyConfigurationIsNotTriedAgain(String unit) {
        List<String> lines =
                Checkout.read("deploy/systemd/" + unit + ".service").lines().toList();
        assertTrue(lines.contains("SuccessExitStatus=143"));
        assertTrue(lines.contains("RestartPreventExitStatus=78"));
        assertTrue(lines.contains("Restart=always"));
    }

    private Path copy(String unit) throws IOException {
        String text = Checkout.read("deploy/systemd/" + unit + ".service");
        String ours = text.replace("/usr/lib/pgbaton/bin/", Checkout.path("deploy/bin") + "/");
        return Files.writeString(folder.resolve(unit + ".service"), ours);
    }
}
