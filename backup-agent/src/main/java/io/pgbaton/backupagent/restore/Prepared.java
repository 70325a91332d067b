package io.pgbaton.backupagent.restore;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Set;

/**
 * The folder beside the data directory, {@code <data directory>.restored}: {@code restore} names the restore that it belongs to,
 * {@code data/} is what pgBackRest writes, {@code ready} is there when all of it is, {@code start} when the member is to run with
 * it: Patroni's script {@code pgbaton-restored} then moves {@code data/}. A Patroni that runs and looks for data again and again
 * would else take it in the middle of the restore, and what comes after that step find nothing. Blocks.
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
        return Files.isDirectory(data()) && !DataDirectory.isEmpty(data());
    }

    /** All of it is there, for this restore, and nobody has taken it. */
    boolean isReadyFor(String restore) throws IOException {
        Path ready = folder().resolve("ready");
        return hasData() && Files.exists(ready) && Files.readAllLines(ready).contains("restore=" + restore);
    }

    /** @throws Unfit when what is here belongs to another restore */
    void checkFreeFor(String restore) throws IOException {
        if (hasData() && !restore().equals(restore)) {
            throw new Unfit(
                    "leftover",
                    folder() + " has data of " + (restore().isEmpty() ? "nobody knows what" : "restore " + restore())
                            + ": go on with that one, or remove the folder");
        }
    }

    /** Patroni may take it now, if it is of this restore and all there. */
    public void offer(String restore) throws IOException {
        if (isReadyFor(restore)) {
            write("start", "restore=" + restore + "\n");
        }
    }

    /** Nobody may take it for this restore any more. */
    void withdraw(String restore) throws IOException {
        if (isReadyFor(restore)) {
            Files.deleteIfExists(folder().resolve("start"));
            Files.delete(folder().resolve("ready"));
        }
    }

    /** From now on it is this restore's. What is in it already stays. */
    public void claim(String restore) throws IOException {
        makeFolder(folder());
        makeFolder(data());
        Files.deleteIfExists(folder().resolve("start"));
        Files.deleteIfExists(folder().resolve("ready"));
        write("restore", restore + "\n");
    }

    /** All of it is there. */
    public void ready(String scope, String member) throws IOException {
        write("ready", "scope=" + scope + "\nmember=" + member + "\nrestore=" + restore() + "\n");
    }

    /** It may not archive where its source does, and settings by ALTER SYSTEM would go before Patroni's. */
    public void forgetArchive() throws IOException {
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
