package io.pgbaton.lab.cluster;

import io.pgbaton.lab.LabOptions;
import io.pgbaton.lab.Layout;
import io.pgbaton.lab.What;
import io.pgbaton.lab.machine.Program;
import io.pgbaton.lab.machine.SystemUsers;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;

/** The node agent of one node: an ordinary user with two capabilities, and HAProxy's group for its socket. */
public final class NodeAgentHost {
    public static final int PORT = 7480;
    public static final String STARTER = "pgbaton-node-agent";
    private static final String USER = PatroniMember.USER;

    private NodeAgentHost() {}

    public static DaemonJars jars(Layout layout) {
        return new DaemonJars(layout, "node-agent", "io.pgbaton.nodeagent.NodeAgentMain");
    }

    public static String url(Layout layout, String node) {
        return "http://" + layout.ip(node) + ":" + PORT;
    }

    public static Path config(Layout layout, String node) {
        return layout.conf(node).resolve("node-agent.yaml");
    }

    public static Program program(Layout layout, String node) {
        SystemUsers.folder(stateFolder(layout, node), USER, "rwx------");
        return new Launchers(layout)
                .daemon(node, What.NODE_AGENT, USER, STARTER, config(layout, node))
                .withGroup(HaproxyHost.GROUP)
                .withNetworkAdmin();
    }

    public static void writeConfig(Layout layout, LabOptions options, List<Scope> scopes, String node) {
        String clusters = scopes.stream()
                .map(scope -> cluster(layout, scope, node) + archive(layout, options, scope, node))
                .collect(Collectors.joining());
        SystemUsers.file(config(layout, node), head(layout, options, node) + clusters, USER, "rw-r--r--");
    }

    private static String head(Layout layout, LabOptions options, String node) {
        return """
                node: %s
                mode: act
                lifetime: %ds
                http: 0.0.0.0:%d
                stateDir: %s
                journal: {folder: %s}
                bus:
                  bootstrap: ["%s"]
                etcd:
                  endpoints: [%s]
                clusters:
                """
                .formatted(
                        node,
                        options.lifetime().toSeconds(),
                        PORT,
                        stateFolder(layout, node),
                        stateFolder(layout, node).resolve("journal"),
                        layout.kafka(),
                        quoted(layout.etcdUrls()));
    }

    /** One without addresses and proxies: it only tells what becomes of its database. */
    static void writeConfigOfSpare(Layout layout, LabOptions options, Scope scope, String node) {
        SystemUsers.file(
                config(layout, node), head(layout, options, node) + database(layout, scope, node), USER, "rw-r--r--");
    }

    private static String database(Layout layout, Scope scope, String node) {
        return """
                - scope: %s
                  member: %s
                  patroni: http://127.0.0.1:%d
                  postgres:
                    url: jdbc:postgresql://127.0.0.1:%d/postgres
                    user: pgbaton
                    password: file:%s
                """
                .formatted(scope.path(), node, scope.restPort(), scope.postgresPort(), layout.secret("pgbaton"));
    }

    private static String cluster(Layout layout, Scope scope, String node) {
        return database(layout, scope, node)
                + """
                  addresses:
                  - {name: write, address: %s/32, interface: %s}
                  - {name: write6, address: "%s/128", interface: %s}
                  proxies:
                  - name: haproxy
                    socket: %s
                    masterSocket: %s
                    primary: %sprimary
                    replicas: %sreplicas
                    maxLag: 16MiB
                """
                        .formatted(
                                scope.vip(layout),
                                layout.cable(node),
                                scope.vip6(layout),
                                layout.cable(node),
                                HaproxyHost.statsSocket(layout, node),
                                HaproxyHost.masterSocket(layout, node),
                                scope.prefix(),
                                scope.prefix());
    }

    private static String archive(Layout layout, LabOptions options, Scope scope, String node) {
        return options.backups() && scope.equals(PgbackrestHost.SCOPE)
                ? "  archive: {every: 2s, log: %s}%n".formatted(layout.log(node, What.PATRONI.toString()))
                : "";
    }

    static String quoted(List<String> values) {
        return values.stream().map(value -> "\"" + value + "\"").collect(Collectors.joining(", "));
    }

    public static Path stateFolder(Layout layout, String node) {
        return layout.data(node).resolve("node-agent");
    }
}
