package io.pgbaton.backupagent.restore;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.pgbaton.proto.v1.RestoreTarget;
import io.pgbaton.proto.v1.RestoreTargetKind;
import io.pgbaton.proto.v1.StartMember;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** History files as PostgreSQL 15 wrote them. */
class ForksTest {
    private static final Look LEADER = new Look(true, "running", "master", "77", 3, true, "", "");

    @TempDir
    Path data;

    @Test
    void aTargetThatWasReachedIsNamedByPostgresItself() throws IOException {
        history("before 2026-11-22 07:00:00.123456+00");
        assertEquals("", fault(RestoreTargetKind.RESTORE_TARGET_KIND_TIME));
    }

    @Test
    void aTargetThatWasForgottenIsToldWithWhatToDo() throws IOException {
        history("no recovery target specified");
        assertTrue(fault(RestoreTargetKind.RESTORE_TARGET_KIND_TIME).contains("before the target was reached"));
        assertTrue(fault(RestoreTargetKind.RESTORE_TARGET_KIND_IMMEDIATE).contains("then resume"));
    }

    @Test
    void toTheEndOfTheArchiveThereIsNone() throws IOException {
        history("no recovery target specified");
        assertEquals("", fault(RestoreTargetKind.RESTORE_TARGET_KIND_END));
    }

    private String fault(RestoreTargetKind kind) throws IOException {
        StartMember wanted = StartMember.newBuilder()
                .setTarget(RestoreTarget.newBuilder().setKind(kind))
                .build();
        return new Forks(data).fault(wanted, LEADER);
    }

    private void history(String why) throws IOException {
        Files.createDirectories(data.resolve("pg_wal"));
        Files.writeString(
                data.resolve("pg_wal/00000003.history"),
                "1\t0/3000000\tno recovery target specified\n2\t0/5000000\t" + why + "\n");
    }
}
