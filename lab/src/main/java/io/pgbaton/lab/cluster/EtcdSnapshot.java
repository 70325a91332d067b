package io.pgbaton.lab.cluster;

import io.pgbaton.lab.Layout;
import io.pgbaton.lab.machine.Shell;
import io.pgbaton.lab.machine.SystemUsers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** A backup of the lab's etcd, and the three members made anew from it, as somebody does who has lost a cluster. */
public final class EtcdSnapshot {
    private static final Duration BOUND = Duration.ofSeconds(30);

    private final Layout layout;
    private final Path file;

    private EtcdSnapshot(Layout layout, Path file) {
        this.layout = layout;
        this.file = file;
    }

    public static EtcdSnapshot of(Layout layout) {
        EtcdSnapshot snapshot = new EtcdSnapshot(layout, layout.work().resolve("etcd.snapshot"));
        String first = "--endpoints=" + layout.etcdUrls().get(0);
        snapshot.ctl(first, "snapshot", "save", snapshot.file.toString());
        return snapshot;
    }

    /** Of one member, which must not run: its revisions and leases are those of the backup when it is started. */
    public void restore(String node) {
        Path data = layout.data(node).resolve("etcd");
        Shell.run(BOUND, "", List.of("rm", "-rf", data.toString())).orFail();
        ctl(
                "snapshot",
                "restore",
                file.toString(),
                "--name=" + node,
                "--data-dir=" + data,
                "--initial-cluster=" + EtcdMember.members(layout),
                "--initial-cluster-token=" + EtcdMember.token(layout),
                "--initial-advertise-peer-urls=" + EtcdMember.peerUrl(layout, node));
        Shell.run("chown", "-R", EtcdMember.USER + ":" + SystemUsers.groupOf(EtcdMember.USER), data.toString())
                .orFail();
    }

    private void ctl(String... arguments) {
        List<String> command = new ArrayList<>(List.of("env", "ETCDCTL_API=3", "etcdctl"));
        command.addAll(List.of(arguments));
        Shell.run(BOUND, "", command).orFail();
    }
}
