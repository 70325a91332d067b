package io.pgbaton.backupagent.restore;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Where the file system begins that a folder is on, or would be. Devices get other numbers when a host starts; this stays. */
final class MountPoint {
    private MountPoint() {}

    /** @param path absolute */
    static Path of(Path path) throws IOException {
        Path there = path;
        while (!Files.exists(there)) {
            there = there.getParent();
        }
        Path mounted = there.toRealPath();
        while (mounted.getParent() != null && device(mounted).equals(device(mounted.getParent()))) {
            mounted = mounted.getParent();
        }
        return mounted;
    }

    private static Object device(Path folder) throws IOException {
        return Files.getAttribute(folder, "unix:dev");
    }
}
