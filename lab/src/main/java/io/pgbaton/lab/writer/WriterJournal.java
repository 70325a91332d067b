package io.pgbaton.lab.writer;

import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Clock;

/**
 * What one writer lived through. File "PATH.acked": a line "id epoch-milliseconds member count" for each acknowledged row.
 * File "PATH.outages": a line "from to first-error" for each time without an acknowledged write of more than 100 ms.
 */
final class WriterJournal {
    static final int OUTAGE_MILLIS = 100;

    /** A restarted writer goes on counting well after: rows sent before without an answer may be in the table. */
    private static final long GAP_OF_A_RESTART = 1_000_000;

    private final Clock clock = Clock.systemUTC();
    private final PrintStream acknowledged;
    private final PrintStream outages;
    private final long lastIdBefore;
    private long count;
    private long lastMillis;
    private String firstError = "";

    WriterJournal(Path folder, WritePath path) throws IOException {
        Path file = folder.resolve(path.word() + ".acked");
        String last = LastLine.of(file);
        this.lastIdBefore =
                last.isEmpty() ? 0 : Long.parseLong(last.substring(0, last.indexOf(' '))) + GAP_OF_A_RESTART;
        this.count = last.isEmpty() ? 0 : Long.parseLong(last.substring(last.lastIndexOf(' ') + 1));
        this.acknowledged = append(file);
        this.outages = append(folder.resolve(path.word() + ".outages"));
    }

    long lastAcknowledged() {
        return lastIdBefore;
    }

    void acknowledged(long id, String server) {
        long now = clock.millis();
        count++;
        acknowledged.print(id + " " + now + " " + server + " " + count + "\n");
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

    private static PrintStream append(Path file) {
        try {
            return new PrintStream(
                    Files.newOutputStream(file, StandardOpenOption.CREATE, StandardOpenOption.APPEND),
                    true,
                    StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
