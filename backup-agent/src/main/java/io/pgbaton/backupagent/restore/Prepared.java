package io.pgbaton.backupagent.restore;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The folder beside the data directory, {@code <data directory>.restored}: {@code restore} names the restore that it belongs to,
 * {@code data/} is what pgBackRest writes, {@code ready} is there when all of it is. Patroni's script
 * {@code pgbaton-restored} then moves {@code data/}. Blocks.
 */
public record Prepared(Path dataDirectory) {
    private static final Set<PosixFilePermission> OURS_ALONE = PosixFilePermissions.fromString("rwx------");
    /** What a restored copy must not have from its source: it would archive into the source's stanza. */
    private static final List<String> OF_THE_SOURCE = List.of("archive_command", "archive_library", "archive_mode");

    public Path folder() {
        return dataDirectory.resolveSibling(dataDirectory.getFileName() + ".restored");
    }

    /** Where pgBackRest restores to. */
    public Path data() {
        return folder().resolve("data");
    }

    /** The restore that this folder is of; empty when it is of none. */
    public String restore() throws IOException {
        Path file = folder().resolve("restore");
        return Files.exists(file) ? Files.readString(file).strip() : "";
    }

    boolean hasData() throws IOException {
        return Files.isDirectory(data()) && !isEmpty(data());
    }

    /** From now on it is this restore's. What is in it already stays. */
    public void claim(String restore) throws IOException {
        makeFolder(folder());
        makeFolder(data());
        Files.deleteIfExists(folder().resolve("ready"));
        write("restore", restore + "\n");
    }

    /** All of it is there, and it does not archive where its source does. */
    public void ready(String scope, String member) throws IOException {
        forgetArchive();
        write("ready", "scope=" + scope + "\nmember=" + member + "\nrestore=" + restore() + "\n");
    }

    static boolean isEmpty(Path folder) throws IOException {
        try (Stream<Path> entries = Files.list(folder)) {
            return entries.findAny().isEmpty();
        }
    }

    /** Settings by ALTER SYSTEM would go before Patroni's. */
    private void forgetArchive() throws IOException {
        Path settings = data().resolve("postgresql.auto.conf");
        if (!Files.exists(settings)) {
            return;
        }
        List<String> lines = Files.readAllLines(settings);
        List<String> kept = lines.stream()
                .filter(line ->
                        OF_THE_SOURCE.stream().noneMatch(setting -> line.strip().matches(setting + "\\s*[=\\s].*")))
                .toList();
        if (kept.size() < lines.size()) {
            Path draft = settings.resolveSibling("postgresql.auto.conf.pgbaton");
            Files.deleteIfExists(draft);
            Files.createFile(draft, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
            Files.write(draft, kept);
            Files.move(draft, settings, StandardCopyOption.ATOMIC_MOVE);
        }
    }

    private static void makeFolder(Path folder) throws IOException {
        if (!Files.isDirectory(folder)) {
            Files.createDirectory(folder, PosixFilePermissions.asFileAttribute(OURS_ALONE));
        }
    }

    private void write(String name, String text) throws IOException {
        Path draft = Files.writeString(folder().resolve(name + ".new"), text);
        Files.move(draft, folder().resolve(name), StandardCopyOption.ATOMIC_MOVE);
    }
}
