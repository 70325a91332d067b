package io.pgbaton.nodeagent.observe.local;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.pgbaton.runtime.http.FreePort;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.awaitility.Awaitility;

/** A PostgreSQL with an empty database on a free port of 127.0.0.1, where everybody is trusted. Gone on close. */
public final class RealPostgres implements AutoCloseable {
    private static final Path VERSIONS = Path.of("/usr/lib/postgresql");
    private static final boolean ROOT = "root".equals(System.getProperty("user.name"));
    private static final long PATIENCE_SECONDS = 60;

    /** Short on purpose, and not below a folder that only root may enter: PostgreSQL refuses to run as root. */
    private final Path home = Path.of("/tmp/pgb" + UUID.randomUUID().toString().substring(0, 8));

    private final Path programs;
    private final int port = FreePort.any();
    private Process postmaster;

    public RealPostgres() {
        Optional<Path> installed = programs();
        assumeTrue(installed.isPresent(), "left out: no PostgreSQL below " + VERSIONS);
        programs = installed.orElseThrow();
        run(
                ROOT
                        ? List.of("install", "-d", "-m", "700", "-o", "postgres", "-g", "postgres", home.toString())
                        : List.of("mkdir", home.toString()));
        run(asPostgres("initdb", "--pgdata=" + home + "/data", "--auth=trust", "--username=postgres", "--no-sync"));
    }

    public String url() {
        return "jdbc:postgresql://127.0.0.1:" + port + "/postgres";
    }

    /** Returns once it answers. */
    public void start(String listenAddresses) {
        postmaster = begin(asPostgres(
                "postgres",
                "-D",
                home + "/data",
                "-p",
                Integer.toString(port),
                "-k",
                home.toString(),
                "-F",
                "-c",
                "listen_addresses=" + listenAddresses));
        Awaitility.await("PostgreSQL answers")
                .atMost(Duration.ofSeconds(PATIENCE_SECONDS))
                .failFast("the postmaster has ended", () -> !postmaster.isAlive())
                .until(this::answers);
    }

    /** Every connection breaks, as in a crash; what was asked to be written to its configuration is in force then. */
    public void restart(String listenAddresses) {
        end("-QUIT");
        start(listenAddresses);
    }

    /** Fast: open connections end. */
    public void stop() {
        end("-INT");
    }

    private boolean answers() {
        Process question =
                begin(List.of(programs.resolve("pg_isready").toString(), "-q", "-h", "127.0.0.1", "-p", "" + port));
        await(question, "pg_isready");
        return question.exitValue() == 0;
    }

    private void end(String signal) {
        if (postmaster != null) {
            run(List.of("kill", signal, Long.toString(postmaster.pid())));
            await(postmaster, "postgres");
            postmaster = null;
        }
    }

    @Override
    public void close() {
        stop();
        run(List.of("rm", "-r", home.toString()));
    }

    private List<String> asPostgres(String program, String... arguments) {
        List<String> command = new ArrayList<>();
        if (ROOT) {
            command.addAll(List.of("setpriv", "--reuid=postgres", "--regid=postgres", "--clear-groups"));
        }
        command.add(programs.resolve(program).toString());
        command.addAll(List.of(arguments));
        return command;
    }

    private static void run(List<String> command) {
        Process process = begin(command);
        await(process, String.join(" ", command));
        if (process.exitValue() != 0) {
            throw new IllegalStateException(String.join(" ", command) + " ended with " + process.exitValue());
        }
    }

    private static Process begin(List<String> command) {
        try {
            return new ProcessBuilder(command)
                    .directory(new File("/"))
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void await(Process process, String what) {
        try {
            if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly();
                throw new IllegalStateException(what + " did not end within " + PATIENCE_SECONDS + " s");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private static Optional<Path> programs() {
        if (!Files.isDirectory(VERSIONS)) {
            return Optional.empty();
        }
        try (Stream<Path> versions = Files.list(VERSIONS)) {
            return versions.map(version -> version.resolve("bin"))
                    .filter(bin -> Files.isExecutable(bin.resolve("initdb")))
                    .findFirst();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
