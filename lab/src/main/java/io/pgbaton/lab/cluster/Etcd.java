package io.pgbaton.lab.cluster;

import io.pgbaton.lab.LabException;
import io.pgbaton.lab.Layout;
import io.pgbaton.lab.machine.Shell;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The lab's etcd as a test sees and disturbs it. */
public final class Etcd {
    private static final Duration BOUND = Duration.ofSeconds(10);

    private final Layout layout;

    public Etcd(Layout layout) {
        this.layout = layout;
    }

    /** A linearizable read; empty when there is no such key. */
    public Optional<String> get(String key) {
        String value = ctl("get", "--print-value-only", key).orFail();
        return value.isEmpty() ? Optional.empty() : Optional.of(value.stripTrailing());
    }

    public void put(String key, String value) {
        ctl("put", key, value).orFail();
    }

    public void delete(String key) {
        ctl("del", key).orFail();
    }

    /** etcdctl, v3, against all members. */
    public Shell.Result ctl(String... arguments) {
        List<String> command = new ArrayList<>(
                List.of("env", "ETCDCTL_API=3", "etcdctl", "--command-timeout=3s", "--dial-timeout=2s"));
        command.add("--endpoints=" + String.join(",", layout.etcdUrls()));
        command.addAll(List.of(arguments));
        return Shell.run(BOUND, "", command);
    }

    /** Whether the member answers and its cluster has a leader; "etcdctl endpoint health" would wait 5 s for a dead one. */
    public boolean healthy(String node) {
        try {
            Rest.Answer answer = Rest.get("http://" + layout.ip(node) + ":2379/health");
            return answer.status() == 200 && answer.body().contains("true");
        } catch (LabException notYet) {
            return false;
        }
    }
}
