package io.pgbaton.lab.cluster;

import io.pgbaton.lab.Layout;
import io.pgbaton.lab.What;
import io.pgbaton.lab.machine.Program;
import io.pgbaton.lab.machine.SystemUsers;
import java.nio.file.Path;

/** The backup agent, beside the repository of pgBackRest and as its user. */
public final class BackupAgentHost {
    public static final int PORT = 7482;
    public static final String STARTER = "pgbaton-backup-agent";
    /** As it is called on the bus. */
    public static final String NODE = Layout.REPOSITORY;

    static final String USER = PgbackrestHost.USER;

    private BackupAgentHost() {}

    public static DaemonJars jars(Layout layout) {
        return new DaemonJars(layout, "backup-agent", "io.pgbaton.backupagent.BackupAgentMain");
    }

    public static String url(Layout layout) {
        return "http://" + layout.ip(Layout.REPOSITORY) + ":" + PORT;
    }

    public static Program program(Layout layout) {
        SystemUsers.folder(stateFolder(layout), USER, "rwx------");
        return new Launchers(layout).daemon(Layout.REPOSITORY, What.BACKUP_AGENT, USER, STARTER, config(layout));
    }

    public static void writeConfig(Layout layout) {
        String text =
                """
                node: %s
                http: 0.0.0.0:%d
                stateDir: %s
                journal: {folder: %s}
                bus:
                  bootstrap: ["%s"]
                etcd:
                  endpoints: [%s]
                pgbackrest: {wrapper: %s, config: %s}
                limits: {info: 10s}
                drill: {program: %s, folder: %s}
                stanzas:
                - {name: %s, scope: %s, probe: {file: %s, expect: "t"}}
                """
                        .formatted(
                                NODE,
                                PORT,
                                stateFolder(layout),
                                stateFolder(layout).resolve("journal"),
                                layout.kafka(),
                                NodeAgentHost.quoted(layout.etcdUrls()),
                                Backups.script(layout),
                                PgbackrestHost.config(layout, Layout.REPOSITORY),
                                Backups.drill(layout),
                                drills(layout),
                                PgbackrestHost.stanza(),
                                PgbackrestHost.SCOPE.path(),
                                probe(layout));
        askOfDrills(layout, "select true");
        SystemUsers.file(config(layout), text, USER, "rw-r--r--");
    }

    /** What every drill from now on asks the restored cluster; true is the right answer. */
    public static void askOfDrills(Layout layout, String sql) {
        SystemUsers.file(probe(layout), sql + ";\n", USER, "rw-r--r--");
    }

    /** Where drills restore. */
    public static Path drills(Layout layout) {
        return layout.data(Layout.REPOSITORY).resolve("drill");
    }

    /** One folder for each run of pgBackRest that the agent began. */
    public static Path runs(Layout layout) {
        return stateFolder(layout).resolve("runs").resolve(PgbackrestHost.stanza());
    }

    private static Path stateFolder(Layout layout) {
        return layout.data(Layout.REPOSITORY).resolve("backup-agent");
    }

    private static Path probe(Layout layout) {
        return layout.conf(Layout.REPOSITORY).resolve("probe.sql");
    }

    private static Path config(Layout layout) {
        return layout.conf(Layout.REPOSITORY).resolve("backup-agent.yaml");
    }
}
