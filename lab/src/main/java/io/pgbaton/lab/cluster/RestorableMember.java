package io.pgbaton.lab.cluster;

import io.pgbaton.lab.Layout;
import io.pgbaton.lab.machine.ProcessId;
import io.pgbaton.lab.machine.SystemUsers;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** A member that the backup agent of its host may restore, and whose Patroni it may start and stop. */
public record RestorableMember(Layout layout, Scope scope, String node) {
    private static final String USER = PatroniMember.USER;

    public void write() {
        writeStarter();
        writeStopper();
        BackupAgentHost.writeConfig(
                layout,
                node,
                """
                members:
                - scope: %s
                  name: %s
                  dataDirectory: %s
                  patroni: http://127.0.0.1:%d
                  patroniFile: %s
                  start: [%s]
                  stop: [%s]
                  grace: 5s
                  psql: [psql, --host=%s, --port=%d, --username=postgres, --dbname=postgres]
                """
                        .formatted(
                                scope.path(),
                                node,
                                scope.dataDirectory(layout, node),
                                scope.restPort(),
                                scope.patroniConfig(layout, node),
                                starter(),
                                stopper(),
                                layout.run(node),
                                scope.postgresPort()));
    }

    /** Patroni, if the agent started it and it lives. */
    public Optional<ProcessId> patroni() {
        try {
            return ProcessId.of(Long.parseLong(Files.readString(pidFile()).strip()))
                    .filter(this::isPatroni);
        } catch (IOException | NumberFormatException neverStarted) {
            return Optional.empty();
        }
    }

    /** Its pid may be another's by now. */
    private boolean isPatroni(ProcessId process) {
        try {
            return Files.readString(Path.of("/proc", Long.toString(process.pid()), "cmdline"))
                    .contains(scope.patroniConfig(layout, node).toString());
        } catch (IOException gone) {
            return false;
        }
    }

    /** Stands for {@code systemctl start patroni}: what it starts belongs to nobody, and is found in the host's namespace. */
    private void writeStarter() {
        Path log = SystemUsers.file(layout.log(node, "patroni"), "", USER, "rw-r--r--");
        String text =
                """
                #!/bin/sh
                PYTHONUNBUFFERED=1 setsid patroni %s </dev/null >>%s 2>&1 &
                echo $! >%s
                """
                        .formatted(scope.patroniConfig(layout, node), log, pidFile());
        SystemUsers.file(starter(), text, USER, "rwxr-xr-x");
    }

    /** Stands for {@code systemctl stop patroni}: whoever started it; it comes back when Patroni has stopped its PostgreSQL. */
    private void writeStopper() {
        String text =
                """
                #!/bin/sh
                processes() { pgrep -f 'patroni %s$'; }
                for process in $(processes); do kill "$process"; done
                waited=0
                while processes >/dev/null; do
                  [ "$waited" -lt 600 ] || exit 1
                  waited=$((waited + 1))
                  sleep 0.1
                done
                """
                        .formatted(scope.patroniConfig(layout, node));
        SystemUsers.file(stopper(), text, USER, "rwxr-xr-x");
    }

    private Path starter() {
        return layout.conf(node).resolve(scope.prefix() + "start-patroni");
    }

    private Path stopper() {
        return layout.conf(node).resolve(scope.prefix() + "stop-patroni");
    }

    private Path pidFile() {
        return layout.run(node).resolve(scope.prefix() + "patroni.pid");
    }
}
