package io.pgbaton.lab.cluster;

import io.pgbaton.lab.LabException;
import io.pgbaton.lab.Layout;
import io.pgbaton.lab.machine.Shell;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The lab's etcd as a test sees and disturbs it. */
public final class Etcd {
    private static final Duration BOUND = Duration.ofSeconds(10);
    private static final int HISTORY_SECONDS = 5;

    /** Exit code of timeout(1). */
    private static final int ENDED_BY_TIMEOUT = 124;

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

    /** The revision at which the key was put last; fails when there is no such key. */
    public long modRevision(String key) {
        String answer = ctl("get", "--write-out=json", key).orFail();
        return new JsonObject(answer).getJsonArray("kvs").getJsonObject(0).getLong("mod_revision");
    }

    /**
     * All changes of a key since a revision, that one included, as "etcdctl watch" prints them in JSON. etcd keeps every
     * revision that was not compacted, and nobody compacts in a lab.
     */
    public String history(String key, long fromRevision) {
        // A watch never ends by itself: it is ended when it has had time to print what there is.
        Shell.Result watched = Shell.run(
                BOUND.plusSeconds(HISTORY_SECONDS),
                "",
                List.of(
                        "timeout",
                        Integer.toString(HISTORY_SECONDS),
                        "env",
                        "ETCDCTL_API=3",
                        "etcdctl",
                        "--endpoints=" + String.join(",", layout.etcdUrls()),
                        "watch",
                        "--rev=" + fromRevision,
                        "--write-out=json",
                        key));
        if (watched.exit() != ENDED_BY_TIMEOUT) {
            watched.orFail();
        }
        return watched.out();
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
