package io.pgbaton.lab.cluster;

import io.pgbaton.lab.Layout;
import io.pgbaton.lab.What;
import io.pgbaton.lab.machine.Program;
import io.pgbaton.lab.machine.SystemUsers;
import java.nio.file.Path;

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
        return new Launchers(layout).daemon(host, What.COORDINATOR, USER, STARTER, config(layout, host));
    }

    /** With the usual rehearsals. */
    public static void writeConfig(Layout layout, String host) {
        writeConfig(layout, host, "");
    }

    /** @param every as in "10s", or "0s" for never */
    public static void writeConfigRehearsing(Layout layout, String host, String every) {
        writeConfig(layout, host, "rehearsal: {every: %s}%n".formatted(every));
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
