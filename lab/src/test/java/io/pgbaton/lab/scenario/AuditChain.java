package io.pgbaton.lab.scenario;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.pgbaton.lab.Lab;
import io.pgbaton.lab.cluster.CliTool;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.stream.Collectors;

/** What {@code pgbaton audit verify} says of a lab: whatever was killed in it, nothing of its audit is missing (R9). */
final class AuditChain {
    private AuditChain() {}

    static void assertWhole(Lab lab) {
        try {
            Process verify = new ProcessBuilder(
                            CliTool.starter(lab.layout()).toString(), "audit", "verify", "--timeout", "30")
                    .redirectErrorStream(true)
                    .start();
            try (BufferedReader lines = verify.inputReader(UTF_8)) {
                String said = lines.lines().collect(Collectors.joining("\n"));
                // Its output has ended, so it has too.
                assertEquals(0, verify.waitFor(), said);
                System.out.println(said);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while the audit was verified", e);
        }
    }
}
