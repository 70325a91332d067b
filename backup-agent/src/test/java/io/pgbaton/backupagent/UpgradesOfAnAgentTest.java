package io.pgbaton.backupagent;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.pgbaton.backupagent.restore.FakePatroni;
import io.pgbaton.proto.bus.EventType;
import io.pgbaton.proto.key.PatroniKeys;
import io.pgbaton.proto.v1.BackupKind;
import io.pgbaton.proto.v1.BackupTask;
import io.pgbaton.proto.v1.Outcome;
import io.pgbaton.proto.v1.Result;
import io.pgbaton.runtime.bus.broker.BrokerExtension;
import io.pgbaton.runtime.etcd.EtcdExtension;
import io.pgbaton.runtime.etcd.Op;
import io.pgbaton.runtime.etcd.Txn;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** {@code stanza-upgrade} of the whole agent: only after an upgrade of PostgreSQL. Its stanza is of version 15. */
class UpgradesOfAnAgentTest {
    private static final PatroniKeys KEYS = new PatroniKeys(Bench.SCOPE);

    @RegisterExtension
    static final EtcdExtension ETCD = EtcdExtension.members(1);

    @RegisterExtension
    static final BrokerExtension BROKER = new BrokerExtension();

    @TempDir
    Path folder;

    private Bench bench;
    private FakePatroni patroni;

    @BeforeEach
    void begin() throws IOException {
        bench = new Bench(folder, BROKER.bootstrap(), ETCD.settings());
        patroni = new FakePatroni();
        bench.etcd.put(KEYS.member("n1"), "{\"api_url\":\"" + patroni.uri() + "/patroni\"}");
        bench.etcd.put(KEYS.leader(), "n1");
    }

    @AfterEach
    void end() {
        bench.etcd.commit(Txn.always(Op.delete(KEYS.leader()), Op.delete(KEYS.member("n1"))));
        patroni.close();
        bench.close();
    }

    @Test
    void withoutAnUpgradeOfPostgresItIsNotBegun() throws IOException {
        patroni.says("/patroni", "{\"server_version\":150014,\"database_system_identifier\":\"7\"}");
        Outcome outcome = upgrade();
        assertEquals(Result.RESULT_FAILED, outcome.getResult());
        assertTrue(outcome.getDetail().contains("another-cluster"), outcome.getDetail());
        assertTrue(outcome.getDetail().contains("the leader n1 runs 15, 7"), outcome.getDetail());
        assertEquals(0, upgrades());
    }

    @Test
    void afterOneItIs() throws IOException {
        patroni.says(
                "/patroni",
                "{\"patroni\":{\"scope\":\"demo\"},\"server_version\":160004,\"database_system_identifier\":\"7\"}");
        assertEquals(Result.RESULT_DONE, upgrade().getResult());
        assertEquals(1, upgrades());
    }

    @Test
    void aLeaderThatDoesNotSayIsNotTakenForAnUpgradedOne() throws IOException {
        patroni.says("/patroni", "{\"state\":\"starting\"}");
        Outcome outcome = upgrade();
        assertEquals(Result.RESULT_FAILED, outcome.getResult());
        assertTrue(outcome.getDetail().contains("does not say which PostgreSQL runs there"), outcome.getDetail());
        assertEquals(0, upgrades());
    }

    @Test
    void norIsAPatroniOfAnotherScopeThatHasItsAddressByNow() throws IOException {
        patroni.says(
                "/patroni",
                "{\"patroni\":{\"scope\":\"billing\"},\"server_version\":160004,\"database_system_identifier\":\"7\"}");
        Outcome outcome = upgrade();
        assertEquals(Result.RESULT_FAILED, outcome.getResult());
        assertTrue(outcome.getDetail().contains("answers a Patroni of scope billing"), outcome.getDetail());
        assertEquals(0, upgrades());
    }

    @Test
    void norIsAScopeWithoutALeader() throws IOException {
        bench.etcd.commit(Txn.always(Op.delete(KEYS.leader())));
        Outcome outcome = upgrade();
        assertEquals(Result.RESULT_FAILED, outcome.getResult());
        assertTrue(outcome.getDetail().contains("etcd has no leader of service/demo"), outcome.getDetail());
        assertEquals(0, upgrades());
    }

    private Outcome upgrade() {
        Bench.Life life = bench.life();
        await().atMost(Duration.ofSeconds(40))
                .until(() -> bench.get(life, "/api/v1/backups").contains("20261121-220000F"));
        BackupTask task = BackupTask.newBuilder()
                .setStanza("demo")
                .setKind(BackupKind.BACKUP_KIND_STANZA_UPGRADE)
                .build();
        bench.command("u-1", task, Duration.ofMinutes(10));
        return bench.hear(EventType.OUTCOME_RECORDED, Outcome.class, one -> one.getResult() != Result.RESULT_LATER);
    }

    private long upgrades() throws IOException {
        return bench.calls().stream()
                .filter(call -> call.contains("--command stanza-upgrade"))
                .count();
    }
}
