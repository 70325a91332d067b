package io.pgbaton.lab.cluster;

import io.pgbaton.lab.LabOptions;
import io.pgbaton.lab.Layout;
import io.pgbaton.lab.What;
import io.pgbaton.lab.machine.Program;
import io.pgbaton.lab.machine.SystemUsers;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;

/** Prometheus on the host "mon", scraping every daemon. */
public final class Prometheus {
    private static final String USER = "nobody";
    private static final int PORT = 9090;

    private Prometheus() {}

    public static String url(Layout layout) {
        return "http://" + layout.ip(Layout.MONITOR) + ":" + PORT;
    }

    public static Program program(Layout layout, LabOptions options) {
        Path config = SystemUsers.file(
                layout.conf(Layout.MONITOR).resolve("prometheus.yml"), config(layout, options), "root", "rw-r--r--");
        Path data = SystemUsers.folder(layout.data(Layout.MONITOR).resolve("prometheus"), USER, "rwx------");
        List<String> command = List.of(
                "prometheus",
                "--config.file=" + config,
                "--storage.tsdb.path=" + data,
                "--web.listen-address=:" + PORT,
                "--log.level=warn");
        return Program.of(Layout.MONITOR, What.PROMETHEUS, USER, command);
    }

    private static String config(Layout layout, LabOptions options) {
        String backups = options.backups()
                ? job(BackupAgentHost.STARTER, targets(layout, List.of(Layout.REPOSITORY), BackupAgentHost.PORT))
                : "";
        return """
                global: {scrape_interval: 2s, scrape_timeout: 1s}
                scrape_configs:
                """
                + job(NodeAgentHost.STARTER, targets(layout, Layout.NODES, NodeAgentHost.PORT))
                + job(CoordinatorHost.STARTER, targets(layout, Layout.COORDINATORS, CoordinatorHost.PORT))
                + backups;
    }

    private static String job(String name, String targets) {
        return """
                - job_name: %s
                  static_configs: [{targets: [%s]}]
                """
                .formatted(name, targets);
    }

    private static String targets(Layout layout, List<String> hosts, int port) {
        return hosts.stream()
                .map(host -> "\"" + layout.ip(host) + ":" + port + "\"")
                .collect(Collectors.joining(", "));
    }
}
