package io.pgbaton.nodeagent.kernel;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class LibcTest {
    @Test
    void anotherOperatingSystemIsRefusedInWords() {
        Exception refusal =
                assertThrows(NotSupportedHere.class, () -> Libc.requireLinux("Windows Server 2022", "amd64"));

        assertTrue(refusal.getMessage().startsWith("Addresses are not supported on Windows Server 2022 amd64 yet"));
    }

    @Test
    void a32BitLinuxIsRefused() {
        assertThrows(NotSupportedHere.class, () -> Libc.requireLinux("Linux", "arm"));
        assertDoesNotThrow(() -> Libc.requireLinux("Linux", "aarch64"));
    }

    @Test
    void theBootClockIsTheKernelsUptime() throws IOException {
        double before = uptimeSeconds();
        double now = BootClock.nanos() / 1e9;
        double after = uptimeSeconds();

        // /proc/uptime is cut to hundredths of a second.
        assertTrue(before <= now && now <= after + 0.01, before + " " + now + " " + after);
    }

    private static double uptimeSeconds() throws IOException {
        return Double.parseDouble(Files.readString(Path.of("/proc/uptime")).split(" ", 2)[0]);
    }
}
