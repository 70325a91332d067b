package io.pgbaton.lab.chaos.write;

import io.pgbaton.lab.LabException;
import io.pgbaton.lab.writer.WritePath;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** What became of every row that was sent: kept in memory for the checks and in a file for whoever has to find out why. */
public final class Ledger implements AutoCloseable {
    private final List<Acknowledged> acknowledged = new ArrayList<>();
    private final Map<WritePath, PrintStream> files = new EnumMap<>(WritePath.class);
    private long unknown;
    private long refused;

    /** @param folder where the files go, one a path: a line "id member timeline sent acknowledged" for each row */
    public Ledger(Path folder) {
        for (WritePath path : WritePath.values()) {
            Path file = folder.resolve("acknowledged-by-" + path.word());
            try {
                files.put(path, new PrintStream(Files.newOutputStream(file), true, StandardCharsets.UTF_8));
            } catch (IOException e) {
                throw new LabException("cannot write " + file + ": " + e.getMessage(), e);
            }
        }
    }

    synchronized void acknowledged(Acknowledged row) {
        acknowledged.add(row);
        files.get(row.path()).println(row.toLine());
    }

    /** It was sent, and nobody knows whether it was committed. */
    synchronized void unknown() {
        unknown++;
    }

    /** It was never sent, or the server said that it did not write it. */
    synchronized void refused() {
        refused++;
    }

    public synchronized List<Acknowledged> all() {
        return List.copyOf(acknowledged);
    }

    public synchronized int count() {
        return acknowledged.size();
    }

    public synchronized long unknownCount() {
        return unknown;
    }

    public synchronized long refusedCount() {
        return refused;
    }

    @Override
    public void close() {
        files.values().forEach(PrintStream::close);
    }
}
