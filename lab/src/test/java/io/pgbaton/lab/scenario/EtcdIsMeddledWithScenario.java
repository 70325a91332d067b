package io.pgbaton.lab.scenario;

import io.pgbaton.lab.Await;
import io.pgbaton.lab.Host;
import io.pgbaton.lab.Lab;
import io.pgbaton.lab.LabOptions;
import io.pgbaton.lab.What;
import io.pgbaton.lab.cluster.EtcdSnapshot;
import io.pgbaton.lab.cluster.NodeAgentHost;
import io.pgbaton.lab.cluster.Scope;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Somebody ends what pgbaton keeps in etcd, or puts etcd back to what it was. */
@Tag("lab")
@ExtendWith(SharedLab.class)
class EtcdIsMeddledWithScenario {
    private static final Duration BOUND = Duration.ofSeconds(60);

    /** More than a cluster at rest writes while etcd comes back: what the agents have read lies ahead of it then. */
    private static final int WRITES_AFTER_THE_BACKUP = 50;

    @Test
    void R1_aLeaseRevokedByHandTakesTheKeyAndTheHolderTakesItAgain(Lab lab) {
        try (Aftermath aftermath = Aftermath.of(lab)) {
            String key = "/pgbaton/" + Scope.MAIN.path() + "/address/write";
            long lease = leaseOf(lab, key);
            lab.etcd().ctl("lease", "revoke", Long.toHexString(lease)).orFail();
            Await.until("the key on another lease", BOUND, () -> {
                long now = leaseOf(lab, key);
                return now != 0 && now != lease;
            });
            aftermath.trafficFollowsTheLeader();
            aftermath.neverTwoHolders();
        }
    }

    @Test
    void R3_anEtcdRestoredFromABackupIsAnAlarmAndNeverTwoHolders() {
        try (OwnLab own = OwnLab.up("rs", LabOptions.defaults());
                Aftermath aftermath = Aftermath.of(own.lab())) {
            Lab lab = own.lab();
            EtcdSnapshot backup = EtcdSnapshot.of(lab.layout());
            for (int n = 0; n < WRITES_AFTER_THE_BACKUP; n++) {
                lab.etcd().put("/elsewhere/n", Integer.toString(n));
            }
            long written = lab.etcd().modRevision("/elsewhere/n");
            Await.until(
                    "every agent to have kept a revision that the backup does not have",
                    BOUND,
                    () -> lab.nodes().stream().allMatch(node -> keptRevision(lab, node) >= written));
            lab.nodes().forEach(node -> node.kill(What.ETCD));
            lab.nodes().forEach(node -> backup.restore(node.name()));
            lab.nodes().forEach(node -> node.start(What.ETCD));
            Await.until("etcd again", BOUND, () -> lab.etcd().healthy("n1"));
            Await.until("every agent to say so", BOUND, () -> lab.nodes().stream()
                    .allMatch(node -> Aftermath.agent(node, "/metrics").contains("alarm=\"etcd_rewound\"")));
            Await.until("a new count, written down", BOUND, () -> lab.etcd()
                    .ctl("get", "--print-value-only", "/pgbaton/" + Scope.MAIN.path() + "/count")
                    .orFail()
                    .strip()
                    .equals("1"));
            aftermath.trafficFollowsTheLeader();
            aftermath.neverTwoHolders();
            lab.awaitReplicas(Scope.MAIN, 2, BOUND);
            lab.switchover(Scope.MAIN, lab.leader(), Aftermath.replica(lab).name());
            aftermath.holds();
        }
    }

    private static long keptRevision(Lab lab, Host node) {
        Path file = NodeAgentHost.stateFolder(lab.layout(), node.name()).resolve("service_demo.revision");
        try {
            return Long.parseLong(Files.readString(file).split(" ", -1)[1]);
        } catch (NoSuchFileException notYet) {
            return 0;
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    /** 0 when there is no such key, or it hangs on none. */
    private static long leaseOf(Lab lab, String key) {
        JsonObject answer =
                new JsonObject(lab.etcd().ctl("get", key, "-w", "json").orFail());
        return answer.containsKey("kvs")
                ? answer.getJsonArray("kvs").getJsonObject(0).getLong("lease", 0L)
                : 0;
    }
}
