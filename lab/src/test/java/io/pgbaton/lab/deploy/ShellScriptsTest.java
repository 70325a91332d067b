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
                "env", "-C", Checkout.path("").toString(), "shellcheck", "--external-sources", "--exclude=SC2317", script.toString());
        assertEquals("", judged.out() + judged.err());
        assertEquals(0, judged.exit());
    }

    static List<Path> scripts() throws IOException {
        Path root = Checkout.path("");
        try (Stream<Path> files = Stream.of(
                        "demo", "verify", ".ci", "deploy/bin", "lab/src/main/sh", "backup-agent/src/main/sh")
                .map(root::resolve)
                .flatMap(ShellScriptsTest::below)) {
            List<Path> scripts = files.sorted().toList();
            assertTrue(scripts.size() >= 8, scripts::toString);
            return scripts;
        }
    }

    private static Stream<Path> below(Path folder) {
        try {
            return Files.walk(folder).filter(Files::isRegularFile);
        } catch (IOException e) {
            throw new AssertionError("cannot list " + folder, e);
        }
    }
}
