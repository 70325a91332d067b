package io.pgbaton.lab;

import io.pgbaton.lab.machine.SystemUsers;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** The folder of one lab with its state, lab.json: how it was set up and how far its start came. */
final class WorkFolder {
    enum Phase {
        STARTING,
        UP
    }

    record State(Phase phase, LabOptions options) {}

    /** The kind of step that brings a lab up or down. */
    static final String CHANGING = "changing";

    private static final String STATE = "lab.json";
    private static final String LOCK = ".lock";

    /** Long enough for an interrupted invocation to die. */
    private static final Duration PATIENCE = Duration.ofSeconds(15);

    private final Path folder;

    WorkFolder(Layout layout) {
        this.folder = layout.work();
    }

    boolean exists() {
        return Files.exists(folder);
    }

    /** Empty when there is no lab, or its start was cut off before it wrote anything. */
    Optional<State> state() {
        Path file = folder.resolve(STATE);
        if (!Files.exists(file)) {
            return Optional.empty();
        }
        try {
            JsonObject json = new JsonObject(Files.readString(file));
            return Optional.of(new State(
                    Phase.valueOf(json.getString("phase")), LabOptions.fromJson(json.getJsonObject("options"))));
        } catch (IOException | RuntimeException e) {
            throw new LabException("cannot read " + file + ", remove the lab by ./demo down: " + e.getMessage(), e);
        }
    }

    void write(State state) {
        JsonObject json = new JsonObject()
                .put("phase", state.phase().name())
                .put("options", state.options().toJson());
        Path half = SystemUsers.file(folder.resolve("lab.json.new"), json.encodePrettily(), "root", "rw-r--r--");
        try {
            Files.move(half, folder.resolve(STATE), StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw new LabException("cannot write " + folder + "/lab.json: " + e.getMessage(), e);
        }
    }

    /**
     * Runs the step while no other invocation can run one of the same kind. The kernel lets the lock go when the holder
     * dies, however it dies.
     */
    void alone(String kind, Runnable step) {
        requireOurs();
        SystemUsers.folder(folder, "root", "rwxr-xr-x");
        try (FileChannel channel =
                FileChannel.open(folder.resolve(kind + LOCK), StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
            Await.value("another invocation to end its " + kind + " in " + folder, PATIENCE, () -> tryLock(channel));
            step.run();
        } catch (IOException e) {
            throw new LabException("cannot lock " + folder + ": " + e.getMessage(), e);
        }
    }

    /** Nothing is changed, let alone deleted, in a folder that has the name of a lab's and is none. */
    private void requireOurs() {
        if (!exists()) {
            return;
        }
        try (Stream<Path> files = Files.list(folder)) {
            List<String> names =
                    files.map(file -> file.getFileName().toString()).toList();
            if (!names.isEmpty() && !names.contains(STATE) && !names.contains(CHANGING + LOCK)) {
                throw new LabException("the folder " + folder + " holds something that is no lab: move it away, or set "
                        + "PGBATON_LAB_DIR to another place");
            }
        } catch (IOException e) {
            throw new LabException("cannot list " + folder + ": " + e.getMessage(), e);
        }
    }

    private static Optional<FileLock> tryLock(FileChannel channel) {
        try {
            return Optional.ofNullable(channel.tryLock());
        } catch (OverlappingFileLockException heldByThisProcess) {
            return Optional.empty();
        } catch (IOException e) {
            throw new LabException("cannot lock: " + e.getMessage(), e);
        }
    }

    void delete() {
        if (!exists()) {
            return;
        }
        try {
            Files.walkFileTree(folder, new SimpleFileVisitor<>() {
                @Override
                public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                    Files.deleteIfExists(file);
                    return FileVisitResult.CONTINUE;
                }

                @Override
                public FileVisitResult postVisitDirectory(Path directory, IOException failure) throws IOException {
                    Files.deleteIfExists(directory);
                    return FileVisitResult.CONTINUE;
                }
            });
        } catch (IOException e) {
            throw new LabException("cannot remove " + folder + ": " + e.getMessage(), e);
        }
    }
}
