package io.pgbaton.lab.cluster;

import io.pgbaton.lab.LabException;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * WAL that waits on a leader because the archive has it already, with other content; nothing is archived after it. Seen with
 * Patroni 3.0.2 after failovers in quick succession: a leader that stops late archives the end of its timeline, and another one
 * that is rewound has its own copy of that file, which it archives when it leads next.
 *
 * @param waiting pg_wal/archive_status of the leader
 * @param archive of the stanza in the repository
 */
public record ArchiveQueue(Path waiting, Path archive) {
    private static final String READY = ".ready";
    private static final int HALF = 16;

    /**
     * Does what a person would who has looked: the leader's own files are the ones to keep.
     *
     * @param timeline of the leader, as in the names of WAL files: what it writes now is left alone
     * @param before files that came into the archive later may be on their way out of the queue
     * @return what was removed from the archive
     */
    public List<Path> unblock(String timeline, Instant before) {
        List<Path> removed = new ArrayList<>();
        try {
            for (String segment : segments()) {
                if (!segment.startsWith(timeline)) {
                    removed.addAll(remove(segment, before));
                }
            }
        } catch (IOException e) {
            throw new LabException("cannot look what waits for the archive: " + e, e);
        }
        return removed;
    }

    private List<String> segments() throws IOException {
        try (Stream<Path> files = Files.list(waiting)) {
            return files.map(file -> file.getFileName().toString())
                    .filter(name -> name.matches("[0-9A-F]{24}\\" + READY))
                    .map(name -> name.substring(0, name.length() - READY.length()))
                    .sorted()
                    .toList();
        }
    }

    /** As pgBackRest lays it out: {@code <version>-<history>/<first half of the name>/<name>-<checksum>}. */
    private List<Path> remove(String segment, Instant before) throws IOException {
        List<Path> removed = new ArrayList<>();
        try (DirectoryStream<Path> folders = Files.newDirectoryStream(archive, Files::isDirectory)) {
            for (Path folder : folders) {
                Path half = folder.resolve(segment.substring(0, HALF));
                if (Files.isDirectory(half)) {
                    removed.addAll(removeIn(half, segment, before));
                }
            }
        }
        return removed;
    }

    /** The next expiry may be quicker. */
    private static List<Path> removeIn(Path folder, String segment, Instant before) throws IOException {
        List<Path> removed = new ArrayList<>();
        try (DirectoryStream<Path> files = Files.newDirectoryStream(folder, segment + "-*")) {
            for (Path file : files) {
                boolean old = Files.exists(file)
                        && Files.getLastModifiedTime(file).toInstant().isBefore(before);
                if (old && Files.deleteIfExists(file)) {
                    removed.add(file);
                }
            }
        }
        return removed;
    }
}
