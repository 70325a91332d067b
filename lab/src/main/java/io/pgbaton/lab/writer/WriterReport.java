package io.pgbaton.lab.writer;

import io.pgbaton.lab.LabException;
import io.pgbaton.lab.Layout;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.LongStream;

/** Reads what a writer wrote down. */
public final class WriterReport {
    /**
     * A time without an acknowledged write, from the last one before to the first one after.
     *
     * @param fromMillis milliseconds since 1970, as is toMillis
     * @param error what failed first, or empty
     */
    public record Outage(long fromMillis, long toMillis, String error) {
        public long millis() {
            return toMillis - fromMillis;
        }
    }

    private final Path folder;
    private final WritePath path;

    public WriterReport(Layout layout, WritePath path) {
        this.folder = WriterHost.folder(layout);
        this.path = path;
    }

    /** The ids of all rows whose commit was acknowledged; a failover of asynchronous replication may lose the last ones. */
    public LongStream acknowledgedIds() {
        return complete("acked").stream().mapToLong(line -> Long.parseLong(field(line, 0)));
    }

    /** The same from a moment on, in milliseconds since 1970. */
    public LongStream acknowledgedIdsSince(long millis) {
        return complete("acked").stream()
                .filter(line -> Long.parseLong(field(line, 1)) >= millis)
                .mapToLong(line -> Long.parseLong(field(line, 0)));
    }

    public long count() {
        return last().map(line -> Long.parseLong(field(line, 3))).orElse(0L);
    }

    /** Milliseconds since 1970 of the last acknowledged write; 0 before the first. */
    public long lastMillis() {
        return last().map(line -> Long.parseLong(field(line, 1))).orElse(0L);
    }

    /** The member that acknowledged the last write; empty before the first. */
    public String lastServer() {
        return last().map(line -> field(line, 2)).orElse("");
    }

    private Optional<String> last() {
        Path file = folder.resolve(path.word() + ".acked");
        try {
            return Optional.of(LastLine.of(file)).filter(line -> !line.isEmpty());
        } catch (IOException e) {
            throw new LabException("cannot read " + file + ": " + e.getMessage(), e);
        }
    }

    public List<Outage> outages() {
        return complete("outages").stream()
                .map(line -> new Outage(
                        Long.parseLong(field(line, 0)), Long.parseLong(field(line, 1)), line.split(" ", 3)[2]))
                .toList();
    }

    /** Outages that ended after the moment, in milliseconds since 1970. */
    public List<Outage> outagesSince(long millis) {
        return outages().stream().filter(outage -> outage.toMillis() > millis).toList();
    }

    /** All lines that are written to their end. */
    private List<String> complete(String kind) {
        Path file = folder.resolve(path.word() + "." + kind);
        if (!Files.exists(file)) {
            return List.of();
        }
        try {
            String text = Files.readString(file);
            return text.substring(0, text.lastIndexOf('\n') + 1).lines().toList();
        } catch (IOException e) {
            throw new LabException("cannot read " + file + ": " + e.getMessage(), e);
        }
    }

    private static String field(String line, int position) {
        return List.of(line.split(" ", -1)).get(position);
    }
}
