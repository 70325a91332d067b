package io.pgbaton.lab.machine;

import io.pgbaton.lab.LabException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Which processes a lab started: one small file each, so that a crash of whoever writes loses none of the others. */
public final class ProcessRegister {
    private final Path folder;

    public ProcessRegister(Path folder) {
        this.folder = folder;
    }

    public void record(String host, String what, ProcessId process) {
        try {
            Files.createDirectories(folder);
            Path half = Files.writeString(folder.resolve(file(host, what) + ".new"), process.toText());
            Files.move(half, folder.resolve(file(host, what)), StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw new LabException("cannot record the process " + what + " of " + host + ": " + e.getMessage(), e);
        }
    }

    /** The process that was started last under this name, dead or alive. */
    public Optional<ProcessId> find(String host, String what) {
        return read(folder.resolve(file(host, what)));
    }

    public List<ProcessId> all() {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(this::read).flatMap(Optional::stream).toList();
        } catch (IOException e) {
            throw new LabException("cannot read " + folder + ": " + e.getMessage(), e);
        }
    }

    public void forget(String host, String what) {
        try {
            Files.deleteIfExists(folder.resolve(file(host, what)));
        } catch (IOException e) {
            throw new LabException("cannot forget the process " + what + " of " + host + ": " + e.getMessage(), e);
        }
    }

    private Optional<ProcessId> read(Path file) {
        try {
            return Optional.of(ProcessId.parse(Files.readString(file)));
        } catch (NoSuchFileException neverStarted) {
            return Optional.empty();
        } catch (IOException | RuntimeException e) {
            throw new LabException("cannot read " + file + ": " + e.getMessage(), e);
        }
    }

    private static String file(String host, String what) {
        return host + "." + what;
    }
}
