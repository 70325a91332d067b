package io.pgbaton.lab.watch;

import io.pgbaton.lab.LabException;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** Hands every line that a program prints to a consumer, on a thread of its own, until it is closed. */
final class LineReader implements AutoCloseable {
    private static final int END_SECONDS = 5;

    private final String program;
    private final Process process;
    private final Thread thread;

    LineReader(List<String> command, Consumer<String> consumer) {
        this.program = String.join(" ", command);
        try {
            ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
            builder.environment().put("TZ", "UTC");
            builder.environment().put("LC_ALL", "C.UTF-8");
            this.process = builder.start();
        } catch (IOException e) {
            throw new LabException("cannot run " + program + ": " + e.getMessage(), e);
        }
        this.thread = new Thread(() -> read(consumer), "lines of " + command.get(0));
        thread.setDaemon(true);
        thread.start();
    }

    private void read(Consumer<String> consumer) {
        try (BufferedReader lines = process.inputReader(StandardCharsets.UTF_8)) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                consumer.accept(line);
            }
        } catch (IOException closed) {
            // The process was ended by close(); what it printed until then has been consumed.
            return;
        }
    }

    /** A program that ended by itself saw nothing since: whoever relies on it must not take that for silence. */
    void requireRunning() {
        if (!process.isAlive()) {
            throw new LabException("\"" + program + "\" ended by itself: exit=" + process.exitValue());
        }
    }

    @Override
    public void close() {
        process.destroy();
        try {
            if (!process.waitFor(END_SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
            thread.join(TimeUnit.SECONDS.toMillis(END_SECONDS));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
