package io.pgbaton.lab.cluster;

import io.pgbaton.lab.Layout;
import io.pgbaton.lab.What;
import io.pgbaton.lab.machine.Network;
import io.pgbaton.lab.machine.Program;
import io.pgbaton.lab.machine.Shell;
import io.pgbaton.lab.machine.SystemUsers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * pgBackRest of one host: its TLS server, and the configuration that every pgbackrest there reads. The repository is on a
 * host of its own; the members of service/demo archive to it. Nothing goes by ssh.
 */
public final class PgbackrestHost {
    public static final String USER = PatroniMember.USER;
    /** Full backups, of those that have completed. */
    public static final int KEPT = 2;

    static final Scope SCOPE = Scope.MAIN;
    private static final Duration BOUND = Duration.ofSeconds(20);

    private PgbackrestHost() {}

    /** The hosts that run a server. */
    public static List<String> hosts(boolean spares) {
        List<String> hosts = new ArrayList<>(Layout.NODES);
        hosts.add(Layout.REPOSITORY);
        if (spares) {
            hosts.addAll(Layout.SPARES);
        }
        return hosts;
    }

    public static Program program(Layout layout, String host) {
        return Program.of(
                host, What.PGBACKREST, USER, List.of("pgbackrest", "--config=" + config(layout, host), "server"));
    }

    /** Named like the scope. */
    public static String stanza() {
        return SCOPE.name();
    }

    public static Path repository(Layout layout) {
        return layout.data(Layout.REPOSITORY).resolve("repository");
    }

    public static Path config(Layout layout, String host) {
        return layout.conf(host).resolve("pgbackrest.conf");
    }

    /** Certificates and configurations of all hosts; the keys are for this lab alone. */
    public static void writeConfigs(Layout layout, boolean spares) {
        makeCertificates(layout, spares);
        SystemUsers.folder(layout.run(Layout.REPOSITORY), USER, "rwxr-xr-x");
        SystemUsers.folder(layout.data(Layout.REPOSITORY), USER, "rwxr-xr-x");
        SystemUsers.folder(repository(layout), USER, "rwxr-x---");
        String text = ofRepository(layout) + (spares ? ofRestored(layout) : "");
        SystemUsers.file(config(layout, Layout.REPOSITORY), text, USER, "rw-r-----");
        Layout.NODES.forEach(
                node -> SystemUsers.file(config(layout, node), ofDatabase(layout, node, SCOPE), USER, "rw-r-----"));
        if (spares) {
            Layout.SPARES.forEach(node -> SystemUsers.file(
                    config(layout, node), ofDatabase(layout, node, Scope.RESTORED), USER, "rw-r-----"));
        }
    }

    /** Spare nodes read the stanza that they are restored from, and write their own. */
    private static String ofRestored(Layout layout) {
        String access = Layout.SPARES.stream()
                .map(node -> "tls-server-auth=" + node + "=" + SCOPE.name() + "," + Scope.RESTORED.name() + "\n")
                .collect(Collectors.joining());
        return "[global]\n" + access + "[" + Scope.RESTORED.name() + "]\n"
                + databases(layout, Scope.RESTORED, Layout.SPARES);
    }

    /** As docs/pgbackrest.md has it for the repository host: TCP gives up after 25 s, not after a quarter of an hour. */
    public static void giveUpOnDeadHosts(Layout layout) {
        List<String> line = new ArrayList<>(new Network(layout).inside(Layout.REPOSITORY));
        line.addAll(List.of("sh", "-c", "echo 6 >/proc/sys/net/ipv4/tcp_retries2"));
        Shell.run(line).orFail();
    }

    private static void makeCertificates(Layout layout, boolean spares) {
        Path folder = SystemUsers.folder(certificates(layout), USER, "rwx------");
        Path script = layout.repository().resolve("deploy/pgbackrest/certificates");
        Path copy = SystemUsers.file(folder.resolve("make"), SystemUsers.read(script), USER, "rwx------");
        List<String> words = new ArrayList<>(List.of(copy.toString(), folder.toString()));
        hosts(spares).forEach(host -> words.add(host + "=" + layout.ip(host)));
        Shell.run(
                        BOUND,
                        "",
                        Program.of(Layout.REPOSITORY, What.PGBACKREST, USER, words)
                                .asItsUser())
                .orFail();
    }

    private static Path certificates(Layout layout) {
        return layout.work().resolve("secrets").resolve("pgbackrest");
    }

    /** The options of deploy/pgbackrest, which a test compares, and where the files of this lab are. */
    static String ofRepository(Layout layout) {
        return """
                [global]
                repo1-path=%s
                repo1-retention-full=%d
                repo1-bundle=y
                start-fast=y
                compress-type=lz4
                process-max=2
                """
                        .formatted(repository(layout), KEPT)
                + local(layout, Layout.REPOSITORY)
                + server(layout, Layout.REPOSITORY, Layout.NODES, SCOPE)
                + "[" + stanza() + "]\n"
                + databases(layout, SCOPE, Layout.NODES);
    }

    private static String databases(Layout layout, Scope scope, List<String> nodes) {
        return nodes.stream()
                .map(node -> database(layout, scope, node, nodes.indexOf(node) + 1))
                .collect(Collectors.joining());
    }

    private static String database(Layout layout, Scope scope, String node, int number) {
        String text =
                """
                pgN-host=%s
                pgN-path=%s
                pgN-port=%d
                pgN-socket-path=%s
                pgN-host-config=%s
                """
                                .formatted(
                                        layout.ip(node),
                                        scope.dataDirectory(layout, node),
                                        scope.postgresPort(),
                                        layout.run(node),
                                        config(layout, node))
                        + tls(layout, Layout.REPOSITORY, "pgN-host-");
        return text.replace("pgN", "pg" + number);
    }

    static String ofDatabase(Layout layout, String node) {
        return ofDatabase(layout, node, SCOPE);
    }

    private static String ofDatabase(Layout layout, String node, Scope scope) {
        return """
                [global]
                repo1-host=%s
                repo1-host-config=%s
                """
                        .formatted(layout.ip(Layout.REPOSITORY), config(layout, Layout.REPOSITORY))
                + tls(layout, node, "repo1-host-")
                + "compress-type=lz4\n"
                + local(layout, node)
                + server(layout, node, List.of(Layout.REPOSITORY), scope)
                + """
                [%s]
                pg1-path=%s
                pg1-port=%d
                pg1-socket-path=%s
                """
                        .formatted(
                                scope.name(),
                                scope.dataDirectory(layout, node),
                                scope.postgresPort(),
                                layout.run(node));
    }

    private static String local(Layout layout, String host) {
        Path run = layout.run(host).resolve("pgbackrest");
        return """
                log-level-file=off
                tcp-keep-alive-idle=10
                tcp-keep-alive-interval=5
                tcp-keep-alive-count=3
                lock-path=%s
                spool-path=%s
                """
                .formatted(run.resolve("lock"), run.resolve("spool"));
    }

    /** Whom the server of a host lets in, and for which stanza. */
    private static String server(Layout layout, String host, List<String> clients, Scope scope) {
        return "tls-server-address=*\n"
                + files(layout, host, "tls-server-")
                + clients.stream()
                        .map(client -> "tls-server-auth=" + client + "=" + scope.name() + "\n")
                        .collect(Collectors.joining());
    }

    private static String tls(Layout layout, String host, String prefix) {
        return prefix + "type=tls\n" + files(layout, host, prefix);
    }

    private static String files(Layout layout, String host, String prefix) {
        Path folder = certificates(layout);
        return """
                %1$scert-file=%2$s/%3$s.crt
                %1$skey-file=%2$s/%3$s.key
                %1$sca-file=%2$s/ca.crt
                """
                .formatted(prefix, folder, host);
    }
}
