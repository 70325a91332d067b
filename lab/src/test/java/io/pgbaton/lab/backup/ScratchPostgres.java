package io.pgbaton.lab.backup;

import io.pgbaton.lab.machine.Shell;
import io.pgbaton.lab.machine.SystemUsers;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** A PostgreSQL 15 that archives by pgbackrest, all in one folder: reached by a socket there and by nothing else. */
final class ScratchPostgres implements AutoCloseable {
    static final Path BIN = Path.of("/usr/lib/postgresql/15/bin");

    private final Wrapper wrapper;
    private final Path data;
    private final Path config;

    ScratchPostgres(Wrapper wrapper, Path folder) throws IOException {
        this.wrapper = wrapper;
        this.data = folder.resolve("data");
        this.config = SystemUsers.file(folder.resolve("pgbackrest.conf"), pgbackrest(), Wrapper.user(), "rw-------");
        run("initdb", "--pgdata", data.toString(), "--username=postgres", "--auth=trust", "--no-sync");
        Files.writeString(data.resolve("postgresql.conf"), settings(), StandardOpenOption.APPEND);
        run(
                "pg_ctl",
                "start",
                "--wait",
                "--pgdata",
                data.toString(),
                "--log",
                folder.resolve("log").toString());
    }

    static boolean installed() {
        return Files.isExecutable(BIN.resolve("initdb")) && Files.isExecutable(Path.of("/usr/bin/pgbackrest"));
    }

    Path config() {
        return config;
    }

    Path data() {
        return data;
    }

    private String pgbackrest() {
        return """
                [global]
                repo1-path=%s
                repo1-retention-full=2
                lock-path=%s
                spool-path=%s
                start-fast=y
                compress-type=lz4
                [demo]
                pg1-path=%s
                pg1-socket-path=%s
                pg1-user=postgres
                """
                .formatted(
                        wrapper.folder("repository"),
                        wrapper.folder("lock"),
                        wrapper.folder("spool"),
                        data,
                        wrapper.folder("socket"));
    }

    private String settings() {
        return """
                listen_addresses = ''
                unix_socket_directories = '%s'
                fsync = off
                archive_mode = on
                archive_command = 'pgbackrest --config=%s --stanza=demo archive-push %%p'
                """
                .formatted(wrapper.folder("socket"), config);
    }

    private void run(String program, String... arguments) {
        String[] command = new String[arguments.length + 1];
        command[0] = BIN.resolve(program).toString();
        System.arraycopy(arguments, 0, command, 1, arguments.length);
        Shell.run(Wrapper.BOUND, "", wrapper.asUser(command)).orFail();
    }

    @Override
    public void close() {
        run("pg_ctl", "stop", "--mode=immediate", "--wait", "--pgdata", data.toString());
    }
}
