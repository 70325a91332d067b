package io.pgbaton.lab.machine;

import io.pgbaton.lab.LabException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** Runs short commands to their end, within a bound. */
public final class Shell {
    private static final Duration BOUND = Duration.ofSeconds(20);

    private Shell() {}

    /** What a command that ended said. */
    public record Result(List<String> command, int exit, String out, String err) {
        public boolean ok() {
            return exit == 0;
        }

        /** Its standard output, or an exception with what it said when it failed. */
        public String orFail() {
            if (ok()) {
                return out;
            }
            String said = (err.isBlank() ? out : err).strip();
            throw new LabException("\"" + String.join(" ", command) + "\" failed: exit=" + exit + " said=" + said);
        }
    }

    public static Result run(String... command) {
        return run(BOUND, "", List.of(command));
    }

    public static Result run(List<String> command) {
        return run(BOUND, "", command);
    }

    /** Runs a command that reads the input: the place for secrets, which an argument list would show to everybody. */
    public static Result run(Duration bound, String input, List<String> command) {
        try {
            Process process = new ProcessBuilder(command).start();
            CompletableFuture<String> out = read(process.getInputStream());
            CompletableFuture<String> err = read(process.getErrorStream());
            write(process.getOutputStream(), input);
            if (!process.waitFor(bound.toMillis(), TimeUnit.MILLISECONDS)) {
                process.destroyForcibly();
                throw new LabException(
                        "\"" + String.join(" ", command) + "\" did not end within " + bound.toMillis() + " ms");
            }
            return new Result(command, process.exitValue(), out.join(), err.join());
        } catch (IOException e) {
            throw new LabException("cannot run " + command.get(0) + ": " + e.getMessage(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new LabException("interrupted while running " + command.get(0), e);
        }
    }

    private static void write(OutputStream stream, String input) {
        try (stream) {
            stream.write(input.getBytes(StandardCharsets.UTF_8));
        } catch (IOException endedWithoutReading) {
            // A command that does not read its input tells by its exit code whether that was an error.
            return;
        }
    }

    private static CompletableFuture<String> read(InputStream stream) {
        return CompletableFuture.supplyAsync(() -> {
            try (stream) {
                return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
    }
}
