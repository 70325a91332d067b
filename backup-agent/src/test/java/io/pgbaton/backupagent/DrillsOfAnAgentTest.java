package io.pgbaton.backupagent;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.pgbaton.proto.bus.EventType;
import io.pgbaton.proto.v1.BackupKind;
import io.pgbaton.proto.v1.BackupProgressed;
import io.pgbaton.proto.v1.BackupTask;
import io.pgbaton.proto.v1.DrillCompleted;
import io.pgbaton.proto.v1.DrillFailed;
import io.pgbaton.proto.v1.Outcome;
import io.pgbaton.proto.v1.Result;
import io.pgbaton.runtime.bus.broker.BrokerExtension;
import io.pgbaton.runtime.etcd.EtcdExtension;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** Drills of the whole agent on a real bus and a real etcd; the program that does them is played. */
class DrillsOfAnAgentTest {
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
        bench.close();
    }

    @Test
    void whatADrillShowsIsToldAndItsAgeIsKnownToTheNextLifeToo() {
        Bench.Life life = ready();
        assertTrue(life.metrics().contains("pgbaton_drill_age_seconds"), life.metrics());
        bench.command("d-1", drill(), LONG);
        DrillCompleted drill = bench.hear(EventType.DRILL_COMPLETED, DrillCompleted.class, one -> true);
        assertEquals("20261121-220000F", drill.getBackup().getLabel());
        assertEquals(2000, drill.getBytesPerSecond());
        assertEquals(700, drill.getDurationMs());
        assertEquals("it answered 42", drill.getSteps(2).getDetail());
        bench.hear(EventType.DRILL_PROGRESSED, BackupProgressed.class, one -> one.getPhase()
                .equals("checking"));
        Outcome outcome = bench.hear(EventType.OUTCOME_RECORDED, Outcome.class, one -> true);
        assertEquals("drill", outcome.getAction());
        assertEquals(Result.RESULT_DONE, outcome.getResult());
        await().atMost(PATIENCE).until(() -> isAged(life));
        bench.end(life);
        Bench.Life next = bench.life();
        await().atMost(PATIENCE).until(() -> isAged(next));
        assertTrue(next.metrics().contains("pgbaton_drill_restore_seconds"), next.metrics());
    }

    @Test
    void oneThatDiedIsToldAndWhatItLeftIsRemoved() throws IOException {
        Files.createFile(bench.control("hold"));
        ready();
        bench.command("d-1", drill(), LONG);
        bench.hear(EventType.DRILL_PROGRESSED, BackupProgressed.class, one -> true);
        Files.createFile(bench.control("die"));
        DrillFailed failed = bench.hear(EventType.DRILL_FAILED, DrillFailed.class, one -> true);
        assertEquals("unknown", failed.getName());
        assertFalse(failed.getNextStep().isEmpty());
        await().atMost(PATIENCE).until(this::isCleaned);
    }

    @Test
    void aBackupThatIsNotThereIsRefusedByItsName() {
        ready();
        bench.command("d-1", drill().toBuilder().setSet("20200101-000000F").build(), LONG);
        DrillFailed failed = bench.hear(EventType.DRILL_FAILED, DrillFailed.class, one -> true);
        assertEquals("not-started", failed.getName());
        assertTrue(failed.getDetail().contains("stanza demo has no backup 20200101-000000F"), failed.getDetail());
    }

    /** It has seen what is in the repository. */
    private Bench.Life ready() {
        Bench.Life life = bench.life();
        await().atMost(PATIENCE).until(() -> bench.get(life, "/api/v1/backups").contains("20261121-220000F"));
        return life;
    }

    private static boolean isAged(Bench.Life life) {
        return life.metrics()
                .lines()
                .anyMatch(line -> line.startsWith("pgbaton_drill_age_seconds{") && !line.endsWith("NaN"));
    }

    private boolean isCleaned() throws IOException {
        try (Stream<Path> files = Files.walk(folder.resolve("state"))) {
            return files.anyMatch(file -> file.endsWith("cleaned"));
        }
    }

    private static BackupTask drill() {
        return BackupTask.newBuilder()
                .setStanza("demo")
                .setKind(BackupKind.BACKUP_KIND_DRILL)
                .build();
    }
}
