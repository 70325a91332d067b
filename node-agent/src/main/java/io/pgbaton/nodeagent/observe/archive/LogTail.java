package io.pgbaton.nodeagent.observe.archive;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What was added to PostgreSQL's log since it was read last; the first time its end, because what went wrong did so before. A
 * folder stands for the newest file in it. Used from one thread.
 */
final class LogTail {
    /** A quarter of a megabyte at a time; the first time, the newest. */
    private static final int MOST = 1 << 18;

    private final Path log;
    private Optional<Path> file = Optional.empty();
    private long read;

    LogTail(Path log) {
        this.log = log;
    }

    /** Whole lines, the oldest first; none when all is read. */
    List<String> lines() throws IOException {
        Path now = Files.isDirectory(log) ? newest() : log;
        try (SeekableByteChannel channel = Files.newByteChannel(now)) {
            boolean same = file.filter(now::equals).isPresent() && channel.size() >= read;
            long from = same ? read : Math.max(0, channel.size() - MOST);
            ByteBuffer bytes = ByteBuffer.allocate((int) Math.min(MOST, channel.size() - from));
            channel.position(from);
            while (bytes.hasRemaining() && channel.read(bytes) >= 0) {
                // Until all is there.
            }
            file = Optional.of(now);
            // Bytes are counted, so every byte has to be one character.
            String text = new String(bytes.array(), 0, bytes.position(), StandardCharsets.ISO_8859_1);
            int lines = text.lastIndexOf('\n') + 1;
            // A line that does not end in all of that is read in two.
            int whole = lines == 0 && bytes.position() == MOST ? MOST : lines;
            read = from + whole;
            return text.substring(0, whole).lines().toList();
        }
    }

    private Path newest() throws IOException {
        try (Stream<Path> files = Files.list(log)) {
            return files.filter(Files::isRegularFile)
                    .filter(one ->
                            !one.toString().endsWith(".csv") && !one.toString().endsWith(".json"))
                    .max(Comparator.comparing(LogTail::changed))
                    .orElseThrow(() -> new IOException(log + " has no file in it"));
        }
    }

    private static FileTime changed(Path one) {
        try {
            return Files.getLastModifiedTime(one);
        } catch (IOException gone) {
            return FileTime.fromMillis(0);
        }
    }
}
