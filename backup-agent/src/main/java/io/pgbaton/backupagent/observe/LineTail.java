package io.pgbaton.backupagent.observe;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;

/** Whole lines that came since the last look. */
final class LineTail {
    /** Of one look; a longer line than this would never end. */
    private static final int MOST_BYTES = 64 << 10;

    private final Path file;
    private long offset;

    LineTail(Path file) {
        this.file = file;
    }

    List<String> read() throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate(MOST_BYTES);
        try (SeekableByteChannel channel = Files.newByteChannel(file)) {
            channel.position(offset);
            while (bytes.hasRemaining() && channel.read(bytes) > 0) {
                // Until the end of the file, or of the buffer.
            }
        } catch (NoSuchFileException none) {
            return List.of();
        }
        int whole = lastNewline(bytes) + 1;
        if (whole == 0 && !bytes.hasRemaining()) {
            whole = MOST_BYTES;
        }
        offset += whole;
        return new String(bytes.array(), 0, whole, StandardCharsets.UTF_8)
                .lines()
                .toList();
    }

    private static int lastNewline(ByteBuffer bytes) {
        int at = bytes.position() - 1;
        while (at >= 0 && bytes.get(at) != '\n') {
            at--;
        }
        return at;
    }
}
