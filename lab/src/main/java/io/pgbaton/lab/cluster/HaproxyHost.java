package io.pgbaton.lab.cluster;

import io.pgbaton.lab.LabException;
import io.pgbaton.lab.Layout;
import io.pgbaton.lab.What;
import io.pgbaton.lab.machine.Program;
import io.pgbaton.lab.machine.SystemUsers;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;

/** HAProxy of one node: a write port and a read port for each scope, checked on Patroni's REST API. */
public final class HaproxyHost {
    public static final String GROUP = "haproxy";
    private static final String ROOT = "root";

    private HaproxyHost() {}

    /** The master starts as root and gives its rights up, as under Debian's unit. */
    public static Program program(Layout layout, String node) {
        List<String> command = List.of(
                "haproxy",
                "-W",
                "-S",
                masterSocket(layout, node) + ",mode,660,group," + GROUP,
                "-f",
                config(layout, node).toString());
        return Program.of(node, What.HAPROXY, ROOT, command);
    }

    public static void writeConfig(Layout layout, List<Scope> scopes, String node) {
        String listeners =
                scopes.stream().map(scope -> listeners(layout, scope)).collect(Collectors.joining());
        SystemUsers.file(config(layout, node), global(layout, node) + listeners, ROOT, "rw-r--r--");
    }

    /** The same lines as in deploy/haproxy/haproxy.cfg; docs/haproxy.md says why each is as it is. */
    private static String global(Layout layout, String node) {
        return """
                global
                  user haproxy
                  group haproxy
                  maxconn 1000
                  stats socket %s mode 660 user haproxy group haproxy level admin
                  stats timeout 1h
                defaults
                  mode tcp
                  timeout connect 500ms
                  timeout check 2s
                  timeout queue 30s
                  timeout client 30m
                  timeout server 30m
                  retries 30
                  option redispatch 1
                  option clitcpka
                  option srvtcpka
                  srvtcpka-idle 5s
                  srvtcpka-intvl 2s
                  srvtcpka-cnt 3
                """
                .formatted(statsSocket(layout, node));
    }

    private static String listeners(Layout layout, Scope scope) {
        return listener(layout, scope, "primary", scope.writePort(), "/primary")
                + listener(layout, scope, "replicas", scope.readPort(), "/replica");
    }

    private static String listener(Layout layout, Scope scope, String name, int port, String check) {
        String servers = Layout.NODES.stream()
                .map(node -> "  server %s %s:%d check port %d\n"
                        .formatted(node, layout.ip(node), scope.postgresPort(), scope.restPort()))
                .collect(Collectors.joining());
        return """
                listen %s%s
                  bind :::%d v4v6
                  balance roundrobin
                  option httpchk OPTIONS %s
                  http-check expect status 200
                  default-server inter 2s fall 3 rise 3
                """
                        .formatted(scope.prefix(), name, port, check)
                + servers;
    }

    public static Path statsSocket(Layout layout, String node) {
        return layout.run(node).resolve("haproxy.sock");
    }

    public static Path masterSocket(Layout layout, String node) {
        return layout.run(node).resolve("haproxy-master.sock");
    }

    private static Path config(Layout layout, String node) {
        return layout.conf(node).resolve("haproxy.cfg");
    }

    /** Sends one line to the socket and reads the answer to its end: HAProxy drops what it has not done by a close. */
    public static String ask(Path socket, String line) {
        try (SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX)) {
            channel.connect(UnixDomainSocketAddress.of(socket));
            channel.write(ByteBuffer.wrap((line + "\n").getBytes(StandardCharsets.UTF_8)));
            return new String(Channels.newInputStream(channel).readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new LabException("HAProxy's socket " + socket + " does not answer: " + e.getMessage(), e);
        }
    }
}
