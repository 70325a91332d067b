package io.pgbaton.backupagent;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Who this process is. */
final class RunningUser {
    private static final Path SELF = Path.of("/proc/self");

    private RunningUser() {}

    /** Where the system does not tell, the name decides. */
    static boolean isRoot() {
        try {
            return Files.getAttribute(SELF, "unix:uid").equals(0);
        } catch (IOException | UnsupportedOperationException | IllegalArgumentException untold) {
            return "root".equals(System.getProperty("user.name"));
        }
    }
}
