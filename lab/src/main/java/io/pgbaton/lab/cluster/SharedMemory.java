package io.pgbaton.lab.cluster;

import io.pgbaton.lab.machine.Shell;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * The System V segment by which PostgreSQL makes sure that it is alone in its data directory. A postmaster that was
 * killed leaves it to the kernel; the lab removes it, because its data directory goes too.
 */
public final class SharedMemory {
    private static final Path SEGMENTS = Path.of("/proc/sysvipc/shm");
    private static final int LINE_OF_SEGMENT = 6;

    private SharedMemory() {}

    /** To be called when no process of that PostgreSQL lives any more. */
    public static void remove(Path dataDirectory) {
        try {
            List<String> lines = Files.readAllLines(dataDirectory.resolve("postmaster.pid"));
            if (lines.size() <= LINE_OF_SEGMENT) {
                return;
            }
            List<String> keyAndId = fields(lines.get(LINE_OF_SEGMENT));
            if (exists(keyAndId)) {
                Shell.run("ipcrm", "-m", keyAndId.get(1)).orFail();
            }
        } catch (IOException neverStartedOrStoppedInOrder) {
            return;
        }
    }

    /** Both must fit: an id alone may belong to somebody else by now. */
    private static boolean exists(List<String> keyAndId) throws IOException {
        return Files.readAllLines(SEGMENTS).stream().map(SharedMemory::fields).anyMatch(segment -> segment.subList(0, 2)
                .equals(keyAndId));
    }

    private static List<String> fields(String line) {
        return List.of(line.strip().split("\\s+", -1));
    }
}
