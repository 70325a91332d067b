package io.pgbaton.lab.cluster;

import io.pgbaton.lab.Layout;
import io.pgbaton.lab.What;
import io.pgbaton.lab.machine.Program;
import io.pgbaton.lab.machine.SystemUsers;
import java.nio.file.Path;
import java.time.Duration;

/** One of the two coordinators, each on a host of its own. */
public final class CoordinatorHost {
    public static final int PORT = 7481;
    public static final String STARTER = "pgbaton-coordinator";
    private static final String USER = "nobody";

    private CoordinatorHost() {}

    public static DaemonJars jars(Layout layout) {
        return new DaemonJars(layout, "coordinator", "io.pgbaton.coordinator.CoordinatorMain");
    }

    public static String url(Layout layout, String host) {
        return "http://" + layout.ip(host) + ":" + PORT;
    }

    public static Program program(Layout layout, String host) {
        SystemUsers.folder(layout.run(host), USER, "rwxr-xr-x");
        SystemUsers.folder(stateFolder(layout, host), USER, "rwx------");
        return new Launchers(layout)
                .daemon(host, What.COORDINATOR, USER, STARTER, config(layout, host))
                .with("PGBATON_CLOCK_OFFSET", clock(layout).toString());
    }

    /** With the usual rehearsals. */
    public static void writeConfig(Layout layout, String host) {
        writeConfig(layout, host, "");
    }

    /** @param every as in "10s", or "0s" for never */
    public static void writeConfigRehearsing(Layout layout, String host, String every) {
        writeConfig(layout, host, "rehearsal: {every: %s}%n".formatted(every));
    }

    /** With one policy for the backups of service/demo, as coordinator.yaml has it, without its scope. */
    public static void writeConfigPlanning(Layout layout, String host, String policy) {
        writeConfig(layout, host, "backups: [{scope: %s, %s}]%n".formatted(PgbackrestHost.SCOPE.path(), policy));
    }

    /** Broken members of service/demo are rebuilt, as {@code healing} of coordinator.yaml has it, without its scope. */
    public static void writeConfigHealing(Layout layout, String host, String policy) {
        writeConfig(layout, host, "healing: [{scope: %s, %s}]%n".formatted(PgbackrestHost.SCOPE.path(), policy));
    }

    /** The calendars of all coordinators are read by a clock that is so far ahead. */
    public static void moveClock(Layout layout, Duration ahead) {
        SystemUsers.file(clock(layout), ahead.toSeconds() + "\n", USER, "rw-r--r--");
    }

    private static Path clock(Layout layout) {
        return layout.work().resolve("clock");
    }

    private static void writeConfig(Layout layout, String host, String more) {
        String text =
                """
                name: %s
                http: 0.0.0.0:%d
                journal: {folder: %s}
                bus:
                  bootstrap: ["%s"]
                etcd:
                  endpoints: [%s]
                """
                        .formatted(
                                host,
                                PORT,
                                stateFolder(layout, host).resolve("journal"),
                                layout.kafka(),
                                NodeAgentHost.quoted(layout.etcdUrls()));
        SystemUsers.file(config(layout, host), text + more, USER, "rw-r--r--");
    }

    private static Path stateFolder(Layout layout, String host) {
        return layout.data(host).resolve("coordinator");
    }

    private static Path config(Layout layout, String host) {
        return layout.conf(host).resolve("coordinator.yaml");
    }
}
