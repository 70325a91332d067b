package io.pgbaton.lab.writer;

import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Clock;
import java.util.List;

/**
 * What one writer lived through. File "PATH.acked": a line "id epoch-milliseconds server" for each acknowledged row.
 * File "PATH.outages": a line "from to first-error" for each time without an acknowledged write of more than 100 ms.
 */
final class WriterJournal {
    static final int OUTAGE_MILLIS = 100;

    private final Clock clock = Clock.systemUTC();
    private final PrintStream acknowledged;
    private final PrintStream outages;
    private final long lastIdBefore;
    private long lastMillis;
    private String firstError = "";

    WriterJournal(Path folder, WritePath path) throws IOException {
        Path file = folder.resolve(path.word() + ".acked");
        this.lastIdBefore = lastId(file);
        this.acknowledged = append(file);
        this.outages = append(folder.resolve(path.word() + ".outages"));
    }

    long lastAcknowledged() {
        return lastIdBefore;
    }

    void acknowledged(long id, String server) {
        long now = clock.millis();
        acknowledged.print(id + " " + now + " " + server + "\n");
        if (lastMillis != 0 && now - lastMillis > OUTAGE_MILLIS) {
            outages.print(lastMillis + " " + now + " " + firstError + "\n");
        }
        lastMillis = now;
        firstError = "";
    }

    void failed(Exception error) {
        if (firstError.isEmpty()) {
            firstError = String.valueOf(error.getMessage()).lines().findFirst().orElse("no message");
        }
    }

    /** A restarted writer goes on counting, with a gap: rows sent before without an answer may be there. */
    private static long lastId(Path file) throws IOException {
        if (!Files.exists(file)) {
            return 0;
        }
        List<String> lines = Files.readAllLines(file);
        String last = lines.isEmpty() ? "0 " : lines.get(lines.size() - 1);
        return Long.parseLong(last.substring(0, last.indexOf(' '))) + 1_000_000;
    }

    private static PrintStream append(Path file) {
        try {
            return new PrintStream(
                    Files.newOutputStream(file, StandardOpenOption.CREATE, StandardOpenOption.APPEND),
                    true,
                    java.nio.charset.StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
