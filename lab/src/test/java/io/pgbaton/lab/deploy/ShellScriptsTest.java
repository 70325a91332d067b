package io.pgbaton.lab.deploy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.pgbaton.lab.machine.Shell;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Shellcheck's judgement of every script that is shipped or run from a checkout. Functions that only a trap calls are
 * unreachable to it.
 */
class ShellScriptsTest {
    @ParameterizedTest
    @MethodSource("scripts")
    void nothingInItSurprises(Path script) {
        assumeTrue(Checkout.installed("shellcheck"), "shellcheck is not installed: the scripts are not checked");
        Shell.Result judged = Shell.run(
                "env",
                "-C",
                Checkout.path("").toString(),
                "shellcheck",
                "--external-sources",
                "--exclude=SC2317",
                script.toString());
        assertEquals("", judged.out() + judged.err());
        assertEquals(0, judged.exit());
    }

    static List<Path> scripts() {
        List<Path> scripts = Stream.of(
                        "demo",
                        "verify",
                        ".ci",
                        "deploy/bin",
                        "deploy/pgbackrest/certificates",
                        "lab/src/main/sh",
                        "backup-agent/src/main/sh")
                .flatMap(name -> below(Checkout.path(name)).stream())
                .toList();
        assertTrue(scripts.size() >= 10, scripts::toString);
        return scripts;
    }

    private static List<Path> below(Path folder) {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(Files::isRegularFile).sorted().toList();
        } catch (IOException e) {
            throw new AssertionError("cannot list " + folder, e);
        }
    }
}
