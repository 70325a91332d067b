package io.pgbaton.lab.cluster;

import io.pgbaton.lab.Layout;
import io.pgbaton.lab.What;
import io.pgbaton.lab.machine.Program;
import io.pgbaton.lab.machine.SystemUsers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** One of the three etcd members that Patroni and pgbaton share. */
public final class EtcdMember {
    static final String USER = "etcd";

    private EtcdMember() {}

    public static Program program(Layout layout, String node) {
        Path data = SystemUsers.folder(layout.data(node).resolve("etcd"), USER, "rwx------");
        String ip = layout.ip(node);
        boolean known = Files.isDirectory(data.resolve("member"));
        List<String> command = List.of(
                "etcd",
                "--name=" + node,
                "--data-dir=" + data,
                "--listen-client-urls=http://" + ip + ":2379,http://127.0.0.1:2379",
                "--advertise-client-urls=http://" + ip + ":2379",
                "--listen-peer-urls=" + peerUrl(layout, node),
                "--initial-advertise-peer-urls=" + peerUrl(layout, node),
                "--initial-cluster=" + members(layout),
                "--initial-cluster-token=" + token(layout),
                "--initial-cluster-state=" + (known ? "existing" : "new"),
                "--logger=zap",
                "--log-level=warn");
        return Program.of(node, What.ETCD, USER, command).withEnvironment(environment());
    }

    static String members(Layout layout) {
        return Layout.NODES.stream()
                .map(node -> node + "=" + peerUrl(layout, node))
                .collect(Collectors.joining(","));
    }

    static String peerUrl(Layout layout, String node) {
        return "http://" + layout.ip(node) + ":2380";
    }

    static String token(Layout layout) {
        return "pgbaton-" + layout.id();
    }

    /** etcd 3.4 refuses to run on arm64 unless told so. */
    private static Map<String, String> environment() {
        boolean arm = System.getProperty("os.arch").equals("aarch64");
        return arm ? Map.of("ETCD_UNSUPPORTED_ARCH", "arm64") : Map.of();
    }
}
