package io.pgbaton.runtime.journal;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.stream.Stream;

/** The segments of a folder: which there are, by the position of their first record, and how large each is. */
final class SegmentFiles {
    private static final boolean WINDOWS = System.getProperty("os.name").startsWith("Windows");

    private final Path folder;
    private final ChannelOpener opener;
    private final NavigableMap<Long, Long> sizes = new TreeMap<>();
    private long bytes;

    private SegmentFiles(Path folder, ChannelOpener opener) {
        this.folder = folder;
        this.opener = opener;
    }

    static SegmentFiles list(Path folder, ChannelOpener opener) throws IOException {
        SegmentFiles files = new SegmentFiles(folder, opener);
        try (Stream<Path> all = Files.list(folder)) {
            for (Path file : (Iterable<Path>) all::iterator) {
                String name = file.getFileName().toString();
                if (name.matches("\\d{20}\\.log")) {
                    files.sized(Long.parseLong(name.substring(0, 20)), Files.size(file));
                }
            }
        }
        return files;
    }

    /** By the position of the first record. */
    NavigableMap<Long, Long> sizes() {
        return sizes;
    }

    long bytes() {
        return bytes;
    }

    Path file(long first) {
        return folder.resolve(String.format("%020d.log", first));
    }

    FileChannel toRead(long first) throws IOException {
        return opener.open(file(first), StandardOpenOption.READ);
    }

    FileChannel toAppend(long first) throws IOException {
        return opener.open(file(first), StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
    }

    void sized(long first, long size) {
        Long before = sizes.put(first, size);
        bytes += size - (before == null ? 0 : before);
    }

    void delete(long first) throws IOException {
        Files.deleteIfExists(file(first));
        bytes -= sizes.remove(first);
    }

    /** So that a new file is still there after a power failure. Windows needs no such thing and offers none. */
    void forceFolder() throws IOException {
        if (!WINDOWS) {
            try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
                channel.force(true);
            }
        }
    }
}
