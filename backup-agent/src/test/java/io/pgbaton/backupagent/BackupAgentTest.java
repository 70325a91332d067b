package io.pgbaton.backupagent;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.pgbaton.proto.bus.EventType;
import io.pgbaton.proto.key.PgbatonKeys;
import io.pgbaton.proto.v1.ArchiveBreak;
import io.pgbaton.proto.v1.ArchiveBroken;
import io.pgbaton.proto.v1.BackupCompleted;
import io.pgbaton.proto.v1.BackupFailed;
import io.pgbaton.proto.v1.BackupKind;
import io.pgbaton.proto.v1.BackupStarted;
import io.pgbaton.proto.v1.BackupTask;
import io.pgbaton.proto.v1.BackupType;
import io.pgbaton.proto.v1.Intent;
import io.pgbaton.proto.v1.Outcome;
import io.pgbaton.proto.v1.Refusal;
import io.pgbaton.proto.v1.RefusalReason;
import io.pgbaton.proto.v1.Result;
import io.pgbaton.runtime.bus.broker.BrokerExtension;
import io.pgbaton.runtime.etcd.Entry;
import io.pgbaton.runtime.etcd.EtcdClient;
import io.pgbaton.runtime.etcd.EtcdExtension;
import io.pgbaton.runtime.etcd.Op;
import io.pgbaton.runtime.etcd.Range;
import io.pgbaton.runtime.etcd.Txn;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** The whole agent on a real bus and a real etcd; pgBackRest is played by a script that keeps the wrapper's agreement. */
class BackupAgentTest {
    private static final Duration PATIENCE = Duration.ofSeconds(40);
    private static final Duration LONG = Duration.ofMinutes(10);

    @RegisterExtension
    static final EtcdExtension ETCD = EtcdExtension.members(1);

    @RegisterExtension
    static final BrokerExtension BROKER = new BrokerExtension();

    @TempDir
    Path folder;

    private Bench bench;

    @BeforeEach
    void begin() throws IOException {
        bench = new Bench(folder, BROKER.bootstrap(), ETCD.settings());
    }

    @AfterEach
    void end() throws IOException {
        Files.deleteIfExists(bench.control("hold"));
        bench.etcd.commit(Txn.always(Op.delete(PgbatonKeys.PAUSE_ALL), Op.delete(PgbatonKeys.backupLock("demo"))));
        bench.close();
    }

    @Test
    void r9ABackupHasItsIntentItsEventsAndItsOutcome() throws IOException {
        Files.createFile(bench.control("noise"));
        Bench.Life life = bench.life();
        bench.command("c-1", full(), LONG);
        BackupCompleted done = bench.hear(EventType.BACKUP_COMPLETED, BackupCompleted.class, one -> true);
        assertEquals("a warning", done.getWarnings(0));
        assertEquals("20261121-220000F", done.getLabel());
        Intent intent = bench.hear(EventType.INTENT_RECORDED, Intent.class, one -> true);
        Outcome outcome = bench.hear(EventType.OUTCOME_RECORDED, Outcome.class, one -> true);
        assertEquals(intent.getActionId(), outcome.getActionId());
        assertEquals("full backup", intent.getAction());
        assertEquals(Result.RESULT_DONE, outcome.getResult());
        assertEquals("c-1", outcome.getCommandId());
        String call = bench.calls().stream()
                .filter(one -> one.contains("--command backup"))
                .findFirst()
                .orElseThrow();
        assertTrue(call.contains("--stanza demo --type full"), call);
        assertTrue(call.contains("--annotation reason=new disk"), call);
        String metrics = life.metrics();
        assertTrue(metrics.contains("pgbaton_backup_runs_total{namespace=\"service\",result=\"done\""), metrics);
        assertTrue(metrics.contains("pgbaton_backup_lines_bad_total"), metrics);

        bench.command("c-1", full(), LONG);
        bench.hear(EventType.OUTCOME_RECORDED, Outcome.class, one -> one.getResult() == Result.RESULT_ALREADY);
    }

    @Test
    void walThatIsMissingIsToldOnceOverLivesAndItsEndToo() throws IOException {
        bench.archive(2, 3, 5);
        Bench.Life first = bench.life();
        ArchiveBroken told = bench.hear(EventType.ARCHIVE_BROKEN, ArchiveBroken.class, one -> true);
        assertEquals(ArchiveBreak.ARCHIVE_MISSING, told.getKind());
        assertEquals("000000010000000000000004", told.getSegment());
        String metric =
                "pgbaton_archive_missing_files{covered=\"no\",namespace=\"service\",repo=\"1\",scope=\"demo\",stanza=\"demo\"} ";
        assertTrue(first.metrics().contains(metric + "1"), first.metrics());
        assertTrue(bench.get(first, "/api/v1/backups").contains("\"missingWal\":[{"), "the page has it");
        bench.end(first);

        Bench.Life second = bench.life();
        await().atMost(PATIENCE).until(() -> second.metrics().contains(metric + "1"));
        bench.archive(2, 3, 4, 5);
        BackupTask look = BackupTask.newBuilder()
                .setStanza("demo")
                .setKind(BackupKind.BACKUP_KIND_ARCHIVE_CHECK)
                .build();
        bench.command("c-1", look, LONG);
        bench.hear(EventType.ARCHIVE_BROKEN, ArchiveBroken.class, ArchiveBroken::getEnded);
        assertEquals(
                2,
                bench.all(EventType.ARCHIVE_BROKEN, ArchiveBroken.class, one -> true)
                        .size());
        await().atMost(PATIENCE).until(() -> second.metrics().contains(metric + "0"));
    }

    @Test
    void whereTheArchiveCannotBeListedThePageDoesNotSayThatNothingIsMissing() throws IOException {
        Files.writeString(bench.control("list.json"), "no list");
        Bench.Life life = bench.life();
        await().atMost(PATIENCE)
                .until(() -> bench.get(life, "/api/v1/backups").contains("pgBackRest's list of WAL cannot be read"));
        assertTrue(bench.get(life, "/api/v1/backups").contains("\"archiveLooks\":[{\"repo\":1,\"listedAt\":null,"));
        bench.archive(2, 3);
        bench.command(
                "c-1",
                BackupTask.newBuilder()
                        .setStanza("demo")
                        .setKind(BackupKind.BACKUP_KIND_ARCHIVE_CHECK)
                        .build(),
                LONG);
        await().atMost(PATIENCE).until(() -> bench.get(life, "/api/v1/backups")
                .contains("\"archiveLooks\":[{\"repo\":1,\"listedAt\":\"2"));
    }

    @Test
    void r9ARunOutlivesItsAgentAndTheNextLifeTellsItsEnd() throws IOException {
        Files.createFile(bench.control("hold"));
        Bench.Life first = bench.life();
        bench.command("c-1", full(), LONG);
        bench.hear(EventType.BACKUP_STARTED, BackupStarted.class, one -> true);
        bench.end(first);
        Bench.Life second = bench.life();
        await().atMost(PATIENCE).until(() -> second.metrics()
                .contains("pgbaton_backup_running{namespace=\"service\",scope=\"demo\",stanza=\"demo\"} 1"));
        Files.delete(bench.control("hold"));
        assertEquals(
                "c-1",
                bench.hear(EventType.BACKUP_COMPLETED, BackupCompleted.class, one -> true)
                        .getCommandId());
        Outcome outcome = bench.hear(EventType.OUTCOME_RECORDED, Outcome.class, one -> true);
        assertEquals(Result.RESULT_DONE, outcome.getResult());
        assertEquals(1, backups(), "it ran once");
    }

    @Test
    void oneThatEndedWhileNobodyWatchedIsToldAndLeavesNoLockBehind() throws IOException {
        Files.createFile(bench.control("hold"));
        Bench.Life first = bench.life();
        bench.command("c-1", full(), LONG);
        bench.hear(EventType.BACKUP_STARTED, BackupStarted.class, one -> true);
        bench.end(first);
        Files.delete(bench.control("hold"));
        await().atMost(PATIENCE).until(() -> bench.backupsEnded() == 1);
        bench.life();
        bench.command("c-2", full(), LONG);
        for (String command : List.of("c-1", "c-2")) {
            bench.hear(EventType.BACKUP_COMPLETED, BackupCompleted.class, one -> one.getCommandId()
                    .equals(command));
        }
        assertEquals(
                0,
                bench.all(
                                EventType.OUTCOME_RECORDED,
                                Outcome.class,
                                one -> one.getCommandId().equals("c-2")
                                        && one.getDetail().contains("works on the stanza"))
                        .size(),
                "it met its own lock");
    }

    @Test
    void aLockThatRanOutIsTakenAgain() throws IOException {
        Files.createFile(bench.control("hold"));
        bench.life();
        bench.command("c-1", full(), LONG);
        bench.hear(EventType.BACKUP_STARTED, BackupStarted.class, one -> true);
        Entry before = bench.lock().orElseThrow();
        EtcdClient.answer(bench.etcd.etcd().revoke(before.lease()));
        await().atMost(PATIENCE).until(() -> bench.lock()
                .filter(entry -> entry.lease() != before.lease())
                .isPresent());
    }

    @Test
    void r9ARunThatDiedUnseenIsUnknownAndTheRepositoryIsAsked() throws IOException {
        Files.createFile(bench.control("hold"));
        Bench.Life first = bench.life();
        bench.command("c-1", full(), LONG);
        bench.hear(EventType.BACKUP_STARTED, BackupStarted.class, one -> true);
        bench.end(first);
        Files.createFile(bench.control("die"));
        long looks = infos();
        bench.life();
        Outcome outcome = bench.hear(EventType.OUTCOME_RECORDED, Outcome.class, one -> true);
        assertEquals(Result.RESULT_UNKNOWN, outcome.getResult());
        assertEquals(
                "unknown",
                bench.hear(EventType.BACKUP_FAILED, BackupFailed.class, one -> true)
                        .getName());
        await().atMost(PATIENCE).until(() -> infos() > looks);
    }

    @Test
    void whoComesWhileAnotherRunsIsToldThatItIsBusyAndRunsAfterIt() throws IOException {
        Files.createFile(bench.control("hold"));
        bench.life();
        bench.command("c-1", full(), LONG);
        bench.hear(EventType.BACKUP_STARTED, BackupStarted.class, one -> true);
        bench.command("c-2", full(), LONG);
        Outcome later = bench.hear(EventType.OUTCOME_RECORDED, Outcome.class, one -> one.getCommandId()
                .equals("c-2"));
        assertEquals(Result.RESULT_LATER, later.getResult());
        assertTrue(later.getDetail().startsWith("busy"), later.getDetail());
        assertEquals(1, backups(), "two at once");
        Files.delete(bench.control("hold"));
        for (String command : List.of("c-1", "c-2")) {
            bench.hear(EventType.BACKUP_COMPLETED, BackupCompleted.class, one -> one.getCommandId()
                    .equals(command));
        }
    }

    @Test
    void busyIsLaterAndNotAFailure() throws IOException {
        Files.createFile(bench.control("busy"));
        bench.life();
        bench.command("c-1", full(), LONG);
        bench.hear(EventType.OUTCOME_RECORDED, Outcome.class, one -> one.getResult() == Result.RESULT_LATER);
        Files.delete(bench.control("busy"));
        assertEquals(
                2,
                bench.hear(EventType.BACKUP_COMPLETED, BackupCompleted.class, one -> true)
                        .getAttempt());
    }

    @Test
    void theLockOfAnotherAgentIsRespectedUntilTheCommandIsOver() {
        bench.etcd.put(PgbatonKeys.backupLock("demo"), "{\"node\":\"bk2\",\"commandId\":\"other\"}");
        bench.life();
        bench.command("c-1", full(), Duration.ofSeconds(2));
        Refusal refusal = bench.hear(EventType.REFUSAL_RECORDED, Refusal.class, one -> true);
        assertEquals(RefusalReason.BUSY, refusal.getReason());
        assertTrue(refusal.getDetail().contains("bk2"), refusal.getDetail());
    }

    @Test
    void r11APausedScopeIsNotBackedUpAndAnUnknownStanzaIsRefused() {
        bench.etcd.put(PgbatonKeys.PAUSE_ALL, "{\"actor\":\"ann@db1\",\"reason\":\"kernel\"}");
        bench.life();
        bench.command("c-1", full(), LONG);
        bench.hear(EventType.REFUSAL_RECORDED, Refusal.class, one -> one.getReason() == RefusalReason.PAUSED);
        bench.command("c-2", full().toBuilder().setStanza("nobody").build(), LONG);
        bench.hear(EventType.REFUSAL_RECORDED, Refusal.class, one -> one.getReason() == RefusalReason.UNKNOWN_STANZA);
        bench.command("c-3", full().toBuilder().setRepo(7).build(), LONG);
        bench.hear(EventType.REFUSAL_RECORDED, Refusal.class, one -> one.getReason() == RefusalReason.MALFORMED);
    }

    @Test
    void itSaysWhereItIsAndWhatIsInTheRepository() {
        Bench.Life life = bench.life();
        await().atMost(PATIENCE).until(() -> bench.get(life, "/api/v1/backups").contains("20261121-220000F"));
        assertTrue(life.metrics().contains("pgbaton_backup_age_seconds{"), life.metrics());
        await().atMost(PATIENCE).until(() -> bench.etcd
                .read(Range.prefix(new PgbatonKeys(Bench.SCOPE).backupAgents()))
                .get(new PgbatonKeys(Bench.SCOPE).backupAgent("bk1"))
                .filter(entry -> entry.value().contains(":" + life.port()))
                .isPresent());
        assertTrue(bench.get(life, "/readyz").contains("pgBackRest tells what is in the repository"));
    }

    private long backups() throws IOException {
        return bench.calls().stream()
                .filter(call -> call.contains("--command backup"))
                .count();
    }

    private long infos() throws IOException {
        return bench.calls().stream()
                .filter(call -> call.contains("--command info"))
                .count();
    }

    private static BackupTask full() {
        return BackupTask.newBuilder()
                .setStanza("demo")
                .setKind(BackupKind.BACKUP_KIND_BACKUP)
                .setType(BackupType.BACKUP_TYPE_FULL)
                .build();
    }
}
