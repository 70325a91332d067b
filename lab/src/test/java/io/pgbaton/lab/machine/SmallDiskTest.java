package io.pgbaton.lab.machine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SmallDiskTest {
    @Test
    void aFullDiskTakesNothingUntilItIsFreedAndIsGoneWhenItIsUnmounted(@TempDir Path parent) throws IOException {
        Assumptions.assumeTrue(Files.isWritable(Path.of("/etc/passwd")), "mounting needs root");
        Path folder = Files.createDirectory(parent.resolve("disk"));
        Path record = Files.writeString(folder.resolve("record"), "one\n");
        SmallDisk disk = new SmallDisk(folder);
        disk.mount(1, "root");
        try {
            assertEquals("one\n", Files.readString(record), "what was there is taken along");
            Files.writeString(record, "one\ntwo\n");
            disk.fill();
            byte[] page = new byte[8192];
            assertThrows(IOException.class, () -> Files.write(folder.resolve("more"), page));
            assertEquals("one\ntwo\n", Files.readString(record));
            disk.free();
            Files.write(folder.resolve("more"), page);
        } finally {
            SmallDisk.unmountBelow(parent);
        }
        assertEquals("one\n", Files.readString(record), "the folder below is as it was");
        assertTrue(Files.notExists(folder.resolve("more")));
    }
}
