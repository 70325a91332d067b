package io.pgbaton.lab.writer;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** The end of a file that grows for days: read without reading the rest. */
final class LastLine {
    private static final int LONGEST_TWO_LINES = 1024;

    private LastLine() {}

    /** The last line that is written to its end; empty when there is none, or no file. */
    static String of(Path file) throws IOException {
        if (!Files.exists(file)) {
            return "";
        }
        try (RandomAccessFile open = new RandomAccessFile(file.toFile(), "r")) {
            long start = Math.max(0, open.length() - LONGEST_TWO_LINES);
            byte[] tail = new byte[(int) (open.length() - start)];
            open.seek(start);
            open.readFully(tail);
            String text = new String(tail, StandardCharsets.UTF_8);
            List<String> lines =
                    text.substring(0, text.lastIndexOf('\n') + 1).lines().toList();
            return lines.isEmpty() ? "" : lines.get(lines.size() - 1);
        }
    }
}
