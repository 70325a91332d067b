package io.pgbaton.backupagent.restore;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MountPointTest {
    @Test
    void isWhereAnotherFileSystemBegins() throws IOException {
        assertEquals(Path.of("/proc"), MountPoint.of(Path.of("/proc/sys/kernel")));
        assertEquals(Path.of("/"), MountPoint.of(Path.of("/")));
    }

    @Test
    void isThatOfTheNearestFolderThatIsThere(@TempDir Path folder) throws IOException {
        assertEquals(MountPoint.of(folder), MountPoint.of(folder.resolve("not/there")));
        Path link = Files.createSymbolicLink(folder.resolve("link"), Path.of("/proc"));
        assertEquals(Path.of("/proc"), MountPoint.of(link.resolve("nobody")));
    }
}
