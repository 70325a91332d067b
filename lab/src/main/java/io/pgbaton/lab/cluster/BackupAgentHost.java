package io.pgbaton.lab.cluster;

import io.pgbaton.lab.LabException;
import io.pgbaton.lab.Layout;
import io.pgbaton.lab.What;
import io.pgbaton.lab.machine.Program;
import io.pgbaton.lab.machine.SystemUsers;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The backup agent, beside the repository of pgBackRest and as its user. */
public final class BackupAgentHost {
    public static final int PORT = 7482;
    public static final String STARTER = "pgbaton-backup-agent";
    /** As it is called on the bus. */
    public static final String NODE = Layout.REPOSITORY;

    public static final String USER = PgbackrestHost.USER;

    /** How often the agent looks at what is in the repository. */
    public enum Looks {
        /** So that a scenario need not wait. */
        OFTEN("limits: {info: 10s, archive: 10s}"),
        /** As on a host whose configuration does not say. */
        SELDOM("limits: {info: 5m, archive: 15m}");

        private final String line;

        Looks(String line) {
            this.line = line;
        }
    }

    private BackupAgentHost() {}

    public static DaemonJars jars(Layout layout) {
        return new DaemonJars(layout, "backup-agent", "io.pgbaton.backupagent.BackupAgentMain");
    }

    public static String url(Layout layout) {
        return url(layout, Layout.REPOSITORY);
    }

    public static String url(Layout layout, String host) {
        return "http://" + layout.ip(host) + ":" + PORT;
    }

    public static Program program(Layout layout, String host) {
        SystemUsers.folder(stateFolder(layout, host), USER, "rwx------");
        return new Launchers(layout).daemon(host, What.BACKUP_AGENT, USER, STARTER, config(layout, host));
    }

    /** @param spares also of the stanza of a cluster that is restored on the spare nodes */
    public static void writeConfig(Layout layout, boolean spares) {
        String stanzas =
                """
                drill: {program: %s, folder: %s}
                stanzas:
                - {name: %s, scope: %s, probe: {file: %s, expect: "t"}}
                """
                        .formatted(
                                Backups.drill(layout),
                                drills(layout),
                                PgbackrestHost.stanza(),
                                PgbackrestHost.SCOPE.path(),
                                probe(layout));
        askOfDrills(layout, "select true");
        writeConfig(layout, Layout.REPOSITORY, stanzas + (spares ? ofRestored() : ""));
    }

    private static String ofRestored() {
        return "- {name: %s, scope: %s}%n".formatted(Scope.RESTORED.name(), Scope.RESTORED.path());
    }

    /** @param task what the agent is for: the last part of its configuration */
    static void writeConfig(Layout layout, String host, String task) {
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
                %s
                """
                        .formatted(
                                host,
                                PORT,
                                stateFolder(layout, host),
                                stateFolder(layout, host).resolve("journal"),
                                layout.kafka(),
                                NodeAgentHost.quoted(layout.etcdUrls()),
                                Backups.script(layout),
                                PgbackrestHost.config(layout, host),
                                Looks.OFTEN.line);
        SystemUsers.file(config(layout, host), text + task, USER, "rw-r--r--");
    }

    /** From its next start on. */
    public static void look(Layout layout, Looks how) {
        Path config = config(layout, Layout.REPOSITORY);
        try {
            String text = Files.readString(config);
            for (Looks other : Looks.values()) {
                text = text.replace(other.line, how.line);
            }
            SystemUsers.file(config, text, USER, "rw-r--r--");
        } catch (IOException e) {
            throw new LabException("cannot change " + config, e);
        }
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
        return stateFolder(layout, Layout.REPOSITORY).resolve("runs").resolve(PgbackrestHost.stanza());
    }

    public static Path stateFolder(Layout layout, String host) {
        return layout.data(host).resolve("backup-agent");
    }

    private static Path probe(Layout layout) {
        return layout.conf(Layout.REPOSITORY).resolve("probe.sql");
    }

    private static Path config(Layout layout, String host) {
        return layout.conf(host).resolve("backup-agent.yaml");
    }
}
