package io.pgbaton.lab.machine;

import io.pgbaton.lab.LabException;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** A file system of its own in memory at a folder: small, so that it can be filled without filling the machine. */
public final class SmallDisk {
    private static final String FILLER = "filler";
    private static final int PIECE = 64 * 1024;

    private final Path folder;

    public SmallDisk(Path folder) {
        this.folder = folder;
    }

    /**
     * What is in the folder is taken along. Nobody may be writing there meanwhile.
     *
     * @param user the owner of the folder, also of what is mounted there
     */
    public void mount(int mebibytes, String user) {
        String options = "size=" + mebibytes + "m,mode=700,uid=" + number("-u", user) + ",gid=" + number("-g", user);
        Path aside = folder.resolveSibling(folder.getFileName() + ".aside");
        Shell.run("cp", "-a", folder.toString(), aside.toString()).orFail();
        Shell.run("mount", "-t", "tmpfs", "-o", options, "pgbaton-lab", folder.toString())
                .orFail();
        Shell.run("cp", "-a", aside + "/.", folder.toString()).orFail();
        Shell.run("rm", "-r", aside.toString()).orFail();
    }

    /** Writes until no byte is free. */
    public void fill() {
        byte[] piece = new byte[PIECE];
        try (OutputStream filler = Files.newOutputStream(folder.resolve(FILLER))) {
            for (int size = PIECE; size > 0; ) {
                size = writes(filler, piece, size) ? size : size / 2;
            }
        } catch (IOException e) {
            throw new LabException("cannot fill " + folder + ": " + e.getMessage(), e);
        }
    }

    private static boolean writes(OutputStream filler, byte[] piece, int size) {
        try {
            filler.write(piece, 0, size);
            return true;
        } catch (IOException full) {
            return false;
        }
    }

    /** Does nothing when it was not filled. */
    public void free() {
        try {
            Files.deleteIfExists(folder.resolve(FILLER));
        } catch (IOException e) {
            throw new LabException("cannot free " + folder + ": " + e.getMessage(), e);
        }
    }

    /** Unmounts every file system that is mounted in the folder or below. */
    public static void unmountBelow(Path folder) {
        try {
            List<String> mounts = Files.readAllLines(Path.of("/proc/self/mounts")).stream()
                    .map(line -> List.of(line.split(" ", -1)).get(1))
                    .filter(place -> Path.of(place).startsWith(folder))
                    .toList();
            mounts.forEach(place -> Shell.run("umount", place).orFail());
        } catch (IOException e) {
            throw new LabException("cannot read /proc/self/mounts: " + e.getMessage(), e);
        }
    }

    private static String number(String which, String user) {
        return Shell.run("id", which, user).orFail().strip();
    }
}
