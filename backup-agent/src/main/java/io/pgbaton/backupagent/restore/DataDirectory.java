package io.pgbaton.backupagent.restore;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import java.util.stream.Stream;

/** The folder of one PostgreSQL: what is in it, and how it gets another name. Blocks. */
record DataDirectory(Path path) {

    /** Not there is empty too. */
    boolean hasData() throws IOException {
        return Files.exists(path) && !isEmpty(path);
    }

    static boolean isEmpty(Path folder) throws IOException {
        try (Stream<Path> entries = Files.list(folder)) {
            return entries.findAny().isEmpty();
        }
    }

    /** @throws Unfit when it cannot be replaced in one step by a folder beside it */
    void checkMovable() throws IOException {
        Path parent = path.getParent();
        if (!Files.isDirectory(parent) || !Files.isWritable(parent)) {
            throw new Unfit(
                    "parent-not-writable",
                    parent + " is no folder that the user of this agent may write in: make it, owned by postgres");
        }
        if (Files.isSymbolicLink(path)) {
            throw new Unfit("data-is-a-link", path + " is a link: name the folder itself in both configurations");
        }
        if (Files.exists(path)
                && !Files.getAttribute(path, "unix:dev").equals(Files.getAttribute(parent, "unix:dev"))) {
            throw new Unfit(
                    "data-is-a-mount",
                    path + " is a mount point, so nothing can be moved there in one step: mount " + parent
                            + " instead");
        }
    }

    boolean hasTablespaces() throws IOException {
        Path links = path.resolve("pg_tblspc");
        return Files.isDirectory(links) && !isEmpty(links);
    }

    /** Of the cluster, as PostgreSQL prints it: the first eight bytes of pg_control. Empty when that cannot be read. */
    Optional<String> systemIdentifier() {
        ByteBuffer first = ByteBuffer.allocate(Long.BYTES).order(ByteOrder.nativeOrder());
        try (FileChannel control = FileChannel.open(path.resolve("global/pg_control"))) {
            while (first.hasRemaining() && control.read(first) >= 0) {
                // A short file is none.
            }
        } catch (IOException unreadable) {
            return Optional.empty();
        }
        return first.hasRemaining() || first.getLong(0) == 0
                ? Optional.empty()
                : Optional.of(Long.toUnsignedString(first.getLong(0)));
    }

    /** In one step, which a crash of the host does not undo. What is at the new place has to be an empty folder, or nothing. */
    void becomes(Path name) throws IOException {
        Files.move(path, name, StandardCopyOption.ATOMIC_MOVE);
        sync(path.getParent());
        sync(name.getParent());
    }

    private static void sync(Path folder) throws IOException {
        try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
            channel.force(true);
        }
    }
}
