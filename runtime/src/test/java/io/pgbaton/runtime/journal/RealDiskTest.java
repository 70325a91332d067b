package io.pgbaton.runtime.journal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Full and read-only file systems as the kernel has them, each in a mount namespace of its own that ends with the process.
 * A hung one is left to {@link FaultyDisk}: a process on a frozen file system cannot be killed, and would outlive the test.
 */
class RealDiskTest {
    private static final String TMPFS = "mount -t tmpfs -o size=1m none \"$0\"";
    private static final String EXT4 =
            "truncate -s 16M \"$0.image\" && mkfs.ext4 -q \"$0.image\" && mount -o loop \"$0.image\" \"$0\"";

    @TempDir
    Path temporary;

    @Test
    void aFullDiskHoldsNobodyUpAndIsCaughtUpWith() throws Exception {
        liveOn(TMPFS, "full");
    }

    @Test
    void aReadOnlyFileSystemStopsNoStartAndIsUsedOnceItIsWritable() throws Exception {
        liveOn(TMPFS, "read-only-at-start");
    }

    @Test
    void aFileSystemThatTurnsReadOnlyHoldsNobodyUp() throws Exception {
        assumeTrue(Files.isExecutable(Path.of("/usr/sbin/mkfs.ext4")), "mkfs.ext4 is missing");
        assumeTrue(Files.exists(Path.of("/dev/loop-control")), "there are no loop devices");
        liveOn(EXT4, "read-only-later");
    }

    private void liveOn(String mount, String life) throws IOException, InterruptedException {
        assumeTrue("root".equals(System.getProperty("user.name")), "only root may mount");
        assumeTrue(Files.isExecutable(Path.of("/usr/bin/unshare")), "unshare is missing");
        Path folder = Files.createDirectory(temporary.resolve("disk"));
        Path output = temporary.resolve("output");
        Process process = new ProcessBuilder(
                        "unshare",
                        "--mount",
                        "sh",
                        "-c",
                        mount + " && exec \"$1\" -XX:TieredStopAtLevel=1 -cp \"$2\" " + RealDiskLife.class.getName()
                                + " " + life + " \"$0\"",
                        folder.toString(),
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        System.getProperty("java.class.path"))
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
        try {
            assertTrue(process.waitFor(60, TimeUnit.SECONDS), () -> "did not end: " + text(output));
            assertEquals(0, process.exitValue(), () -> text(output));
        } finally {
            process.destroyForcibly();
        }
    }

    private static String text(Path output) {
        try {
            return Files.readString(output);
        } catch (IOException e) {
            return e.toString();
        }
    }
}
