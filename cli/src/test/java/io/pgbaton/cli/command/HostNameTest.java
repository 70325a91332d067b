package io.pgbaton.cli.command;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HostNameTest {
    private static final Map<String, String> WINDOWS = Map.of("COMPUTERNAME", "DBA-7", "HOSTNAME", "other");

    @TempDir
    Path folder;

    @Test
    void itIsWhatTheKernelSaysAndNoEnvironmentChangesIt() throws IOException {
        Path kernel = Files.writeString(folder.resolve("hostname"), "pgvm7\n");
        assertEquals("pgvm7", HostName.of(WINDOWS, kernel));
    }

    @Test
    void whereNoSuchFileIsTheEnvironmentTells() {
        Path none = folder.resolve("none");
        assertEquals("DBA-7", HostName.of(WINDOWS, none));
        assertEquals("other", HostName.of(Map.of("COMPUTERNAME", " ", "HOSTNAME", "other"), none));
        assertEquals("unknown", HostName.of(Map.of(), none));
    }
}
