package io.pgbaton.nodeagent.act.proxy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** The configuration that people copy is one that HAProxy accepts without a warning. */
class HaproxyExampleTest {
    private static final Path HAPROXY = Path.of("/usr/sbin/haproxy");
    private static final Path EXAMPLE = Path.of("../deploy/haproxy/haproxy.cfg");

    @Test
    void haproxyAcceptsTheExample() throws Exception {
        assumeTrue(Files.isExecutable(HAPROXY), "left out: " + HAPROXY + " is not installed");
        Process check = new ProcessBuilder(HAPROXY.toString(), "-c", "-f", EXAMPLE.toString())
                .redirectErrorStream(true)
                .start();
        String said = new String(check.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertTrue(check.waitFor(8, TimeUnit.SECONDS), "haproxy -c does not end");
        assertEquals("Configuration file is valid", said.strip());
    }
}
