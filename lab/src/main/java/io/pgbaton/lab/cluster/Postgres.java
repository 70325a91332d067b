package io.pgbaton.lab.cluster;

import io.pgbaton.lab.LabException;
import io.pgbaton.lab.Layout;
import io.pgbaton.lab.machine.ProcessId;
import io.pgbaton.lab.machine.Shell;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** One member's PostgreSQL, reached through its unix socket: that works also while its network is cut. */
public final class Postgres {
    private static final Duration BOUND = Duration.ofSeconds(10);

    /** Beside {@link #BOUND}, for each unit of pgbench's scale: 100000 rows and their index. */
    private static final Duration OF_ONE_SCALE = Duration.ofSeconds(3);

    private final Layout layout;
    private final Scope scope;
    private final String node;

    public Postgres(Layout layout, Scope scope, String node) {
        this.layout = layout;
        this.scope = scope;
        this.node = node;
    }

    /** Runs a statement; columns come separated by "|", one line a row. Fails when the server refuses or is not there. */
    public String sql(String statement) {
        return sqlIn("postgres", statement);
    }

    public String sqlIn(String database, String statement) {
        List<String> command = List.of(
                "psql",
                "--no-psqlrc",
                "--quiet",
                "--no-align",
                "--tuples-only",
                "--set=ON_ERROR_STOP=1",
                "--set=VERBOSITY=terse",
                "--host=" + layout.run(node),
                "--port=" + scope.postgresPort(),
                "--username=postgres",
                "--dbname=" + database);
        Shell.Result result = Shell.run(BOUND, statement, command);
        if (!result.ok()) {
            throw new LabException("PostgreSQL of " + node + ": " + result.err().strip());
        }
        return result.out().strip();
    }

    /**
     * Makes pgbench's tables anew, in the database postgres.
     *
     * @param scale pgbench_accounts gets 100000 rows for each, about 15 MiB
     */
    public void pgbench(int scale) {
        List<String> command = List.of(
                "/usr/lib/postgresql/15/bin/pgbench",
                "--initialize",
                "--quiet",
                "--scale=" + scale,
                "--host=" + layout.run(node),
                "--port=" + scope.postgresPort(),
                "--username=postgres",
                "postgres");
        Shell.run(BOUND.plus(OF_ONE_SCALE.multipliedBy(scale)), "", command).orFail();
    }

    public boolean isPrimary() {
        return sql("select pg_is_in_recovery()").equals("f");
    }

    /** The postmaster, if it lives: the pid file of a killed one stays, so its process must sit in the data directory. */
    public Optional<ProcessId> postmaster() {
        Path data = scope.dataDirectory(layout, node);
        try {
            List<String> lines = Files.readAllLines(data.resolve("postmaster.pid"));
            long pid = Long.parseLong(lines.get(0).strip());
            Path folder = Files.readSymbolicLink(Path.of("/proc", Long.toString(pid), "cwd"));
            return folder.equals(data) ? ProcessId.of(pid) : Optional.empty();
        } catch (IOException | IndexOutOfBoundsException | NumberFormatException noneOrHalfWritten) {
            return Optional.empty();
        }
    }
}
