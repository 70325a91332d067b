package io.pgbaton.lab.cluster;

import io.pgbaton.lab.LabOptions;
import io.pgbaton.lab.Layout;
import io.pgbaton.lab.machine.SystemUsers;
import java.nio.file.Path;

/** A node on which nothing runs yet but agents: all is written down for a member of a cluster that comes from a backup. */
public final class SpareNode {
    private static final String USER = PatroniMember.USER;

    private SpareNode() {}

    public static void write(Layout layout, LabOptions options, Secrets secrets, String node) {
        Scope scope = Scope.RESTORED;
        PatroniMember.writeConfigOfSpare(layout, options, scope, node, secrets);
        NodeAgentHost.writeConfigOfSpare(layout, options, scope, node);
        writeStarter(layout, scope, node);
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
                  psql: [psql, --host=%s, --port=%d, --username=postgres, --dbname=postgres]
                """
                        .formatted(
                                scope.path(),
                                node,
                                scope.dataDirectory(layout, node),
                                scope.restPort(),
                                scope.patroniConfig(layout, node),
                                starter(layout, node),
                                layout.run(node),
                                scope.postgresPort()));
    }

    /** Stands for {@code systemctl start patroni}: what it starts belongs to nobody, and is found in the host's namespace. */
    private static void writeStarter(Layout layout, Scope scope, String node) {
        Path log = SystemUsers.file(layout.log(node, "patroni"), "", USER, "rw-r--r--");
        String text =
                """
                #!/bin/sh
                PYTHONUNBUFFERED=1 setsid patroni %s </dev/null >>%s 2>&1 &
                """
                        .formatted(scope.patroniConfig(layout, node), log);
        SystemUsers.file(starter(layout, node), text, USER, "rwxr-xr-x");
    }

    private static Path starter(Layout layout, String node) {
        return layout.conf(node).resolve("start-patroni");
    }
}
