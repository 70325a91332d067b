package io.pgbaton.backupagent;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.pgbaton.backupagent.config.StanzaConfig;
import io.pgbaton.proto.Scope;
import io.pgbaton.proto.v1.BackupKind;
import io.pgbaton.proto.v1.BackupTask;
import io.pgbaton.proto.v1.BackupType;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class TaskCheckTest {
    private static final StanzaConfig DEMO =
            new StanzaConfig("demo", new Scope("service", "demo"), List.of(1, 2), Optional.empty());

    @Test
    void whatMakesSensePasses() {
        assertEquals(
                Optional.empty(),
                fault(of(BackupKind.BACKUP_KIND_BACKUP).setRepo(2).setType(BackupType.BACKUP_TYPE_DIFF)));
        assertEquals(Optional.empty(), fault(of(BackupKind.BACKUP_KIND_EXPIRE).setSet("20261121-220000F")));
        assertEquals(Optional.empty(), fault(of(BackupKind.BACKUP_KIND_CHECK)));
        assertEquals(
                Optional.empty(),
                fault(of(BackupKind.BACKUP_KIND_DRILL).setRepo(1).setSet("20261121-220000F")));
    }

    @Test
    void whatDoesNotGoTogetherIsNamed() {
        assertTells("no such task", of(BackupKind.BACKUP_KIND_UNSPECIFIED));
        assertTells("only [1, 2]", of(BackupKind.BACKUP_KIND_BACKUP).setRepo(3));
        assertTells(
                "check is of all repositories", of(BackupKind.BACKUP_KIND_CHECK).setRepo(1));
        assertTells("verify has no type", of(BackupKind.BACKUP_KIND_VERIFY).setType(BackupType.BACKUP_TYPE_FULL));
        assertTells("drill has no type", of(BackupKind.BACKUP_KIND_DRILL).setType(BackupType.BACKUP_TYPE_FULL));
        assertTells("backup takes no set", of(BackupKind.BACKUP_KIND_BACKUP).setSet("x"));
    }

    private static void assertTells(String words, BackupTask.Builder task) {
        String fault = fault(task).orElse("");
        assertTrue(fault.contains(words), fault);
    }

    private static Optional<String> fault(BackupTask.Builder task) {
        return TaskCheck.fault(DEMO, task.build());
    }

    private static BackupTask.Builder of(BackupKind kind) {
        return BackupTask.newBuilder().setStanza("demo").setKind(kind);
    }
}
