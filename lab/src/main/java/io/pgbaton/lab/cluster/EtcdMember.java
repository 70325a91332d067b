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
    private static final String USER = "etcd";

    private EtcdMember() {}

    public static Program program(Layout layout, String node) {
        Path data = SystemUsers.folder(layout.data(node).resolve("etcd"), USER, "rwx------");
        String ip = layout.ip(node);
        String members = Layout.NODES.stream()
                .map(other -> other + "=http://" + layout.ip(other) + ":2380")
                .collect(Collectors.joining(","));
        boolean known = Files.isDirectory(data.resolve("member"));
        List<String> command = List.of(
                "etcd",
                "--name=" + node,
                "--data-dir=" + data,
                "--listen-client-urls=http://" + ip + ":2379,http://127.0.0.1:2379",
                "--advertise-client-urls=http://" + ip + ":2379",
                "--listen-peer-urls=http://" + ip + ":2380",
                "--initial-advertise-peer-urls=http://" + ip + ":2380",
                "--initial-cluster=" + members,
                "--initial-cluster-token=pgbaton-" + layout.id(),
                "--initial-cluster-state=" + (known ? "existing" : "new"),
                "--logger=zap",
                "--log-level=warn");
        return Program.of(node, What.ETCD, USER, command).withEnvironment(environment());
    }

    /** etcd 3.4 refuses to run on arm64 unless told so. */
    private static Map<String, String> environment() {
        boolean arm = System.getProperty("os.arch").equals("aarch64");
        return arm ? Map.of("ETCD_UNSUPPORTED_ARCH", "arm64") : Map.of();
    }
}
