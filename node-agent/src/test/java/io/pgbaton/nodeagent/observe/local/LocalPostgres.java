package io.pgbaton.nodeagent.observe.local;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;

/** A PostgreSQL of Debian's package on loopback, thrown away afterwards. As root it runs as the user postgres. */
final class LocalPostgres implements AutoCloseable {
    private static final Path BINARIES = Path.of("/usr/lib/postgresql");
    private static final boolean ROOT = "root".equals(System.getProperty("user.name"));

    private final Path programs;
    private final Path home;
    private final int port;

    private LocalPostgres(Path programs) throws IOException {
        this.programs = programs;
        this.home = Files.createTempDirectory(Path.of("/var/tmp"), "pgbaton-pg");
        this.port = freePort();
    }

    static LocalPostgres start() throws IOException {
        Optional<Path> programs = newest();
        Assumptions.assumeTrue(programs.isPresent(), "no PostgreSQL server is installed below " + BINARIES);
        LocalPostgres postgres = new LocalPostgres(programs.get());
        if (ROOT) {
            postgres.run("chown", "postgres", postgres.home.toString());
        }
        postgres.program("initdb", "--auth=trust", "--username=postgres", "--no-sync", "-D", postgres.data());
        postgres.begin();
        return postgres;
    }

    String url() {
        return "jdbc:postgresql://127.0.0.1:" + port + "/postgres";
    }

    /** Every connection breaks. */
    void restart() {
        program("pg_ctl", "stop", "-w", "-m", "immediate", "-D", data());
        begin();
    }

    private void begin() {
        String options = "-p " + port + " -c listen_addresses=127.0.0.1 -c fsync=off -k " + home;
        program("pg_ctl", "start", "-w", "-D", data(), "-l", home.resolve("log").toString(), "-o", options);
    }

    @Override
    public void close() throws IOException {
        program("pg_ctl", "stop", "-w", "-m", "immediate", "-D", data());
        try (Stream<Path> files = Files.walk(home)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }

    private String data() {
        return home.resolve("data").toString();
    }

    private void program(String name, String... arguments) {
        List<String> command = new ArrayList<>();
        if (ROOT) {
            command.addAll(List.of("runuser", "-u", "postgres", "--"));
        }
        command.add(programs.resolve(name).toString());
        command.addAll(List.of(arguments));
        run(command.toArray(String[]::new));
    }

    private void run(String... command) {
        try {
            Process process = new ProcessBuilder(command)
                    .directory(home.toFile())
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
            if (!process.waitFor(60, TimeUnit.SECONDS) || process.exitValue() != 0) {
                throw new IllegalStateException(String.join(" ", command) + " did not succeed");
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
    }

    private static Optional<Path> newest() throws IOException {
        if (!Files.isDirectory(BINARIES)) {
            return Optional.empty();
        }
        try (Stream<Path> versions = Files.list(BINARIES)) {
            return versions.map(version -> version.resolve("bin"))
                    .filter(bin -> Files.isExecutable(bin.resolve("initdb")))
                    .max(Comparator.comparingInt(bin ->
                            Integer.parseInt(bin.getParent().getFileName().toString())));
        }
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }
}
