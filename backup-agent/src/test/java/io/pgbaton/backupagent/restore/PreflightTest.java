package io.pgbaton.backupagent.restore;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.pgbaton.proto.v1.BackupTask;
import io.pgbaton.proto.v1.RestoreInto;
import io.pgbaton.proto.v1.StartMember;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** R10: what is there already is found before anything is made. */
class PreflightTest {
    private static final BackupTask TASK = task("r-1", 1000);
    private static final BackupTask BESIDE = beside(TASK);
    private static final StartMember LEADER =
            StartMember.newBuilder().setRestore("r-1").setSourceStanza("demo").build();
    private static final StartMember FOLLOWER =
            StartMember.newBuilder().setRestore("r-1").setReplica(true).build();

    @TempDir
    Path folder;

    private TestNode node;
    private Path data;

    @BeforeEach
    void aNodeThatFits() throws IOException {
        node = new TestNode(folder);
        data = node.data;
    }

    @Test
    void r10ANodeWhereNothingIsIsFineAndNothingIsMadeThere() throws IOException {
        check(TASK);
        Files.createDirectory(data);
        check(TASK);
        assertFalse(Files.exists(new Prepared(data).folder()));
    }

    @Test
    void r10ADataDirectoryThatIsNotEmpty() throws IOException {
        Files.createDirectory(data);
        Files.createFile(data.resolve("lost"));
        assertEquals("data-not-empty", refused(TASK));
    }

    @Test
    void r10APostgresThatRunsOrMayRun() throws IOException {
        Files.createDirectory(data);
        Files.createFile(data.resolve("postmaster.pid"));
        assertEquals("postgres-running", refused(TASK));
        Files.delete(data.resolve("postmaster.pid"));
        try (ServerSocket another = new ServerSocket(node.port, 1, InetAddress.getLoopbackAddress())) {
            assertTrue(another.isBound());
            assertEquals("port-taken", refused(TASK));
        }
    }

    @Test
    void r10APatroniThatRuns() throws IOException {
        try (FakePatroni patroni = new FakePatroni()) {
            node.answeredBy(patroni);
            assertEquals("patroni-running", refused(TASK));
        }
    }

    @Test
    void r10ADiskThatIsTooSmall() {
        assertEquals("not-enough-disk", refused(task("r-1", Long.MAX_VALUE / 2)));
    }

    @Test
    void r10WhatIsLeftOfAnotherRestoreStaysAndWhatIsLeftOfThisOneIsUsed() throws IOException {
        Prepared prepared = new Prepared(data);
        prepared.claim("r-1");
        Files.createFile(prepared.data().resolve("PG_VERSION"));
        check(TASK);
        assertEquals("leftover", refused(task("r-2", 1000)));
    }

    @Test
    void r10AnArchiveThatWouldBeSpoiled() throws IOException {
        node.patroniFile(
                "  parameters: {archive_command: 'pgbackrest --config=/etc/p.conf --stanza=demo archive-push %p'}\n");
        assertEquals("archives-into-source", refused(TASK));
        // A replica too: it archives when it is promoted.
        assertEquals(
                "archives-into-source",
                refused(task("r-1", 1000).toBuilder()
                        .clearSet()
                        .setStanza("demo2")
                        .build()));
        node.patroniFile(
                "  parameters:\n    archive_command: |\n      test -f %p &&\n      pgbackrest --stanza='demo' archive-push %p\n");
        assertEquals("archives-into-source", refused(TASK));
        node.patroniFile("  parameters: {archive_command: 'pgbackrest --stanza=demo2 archive-push %p'}\n");
        check(TASK);
    }

    @Test
    void r10AnArchiveThatIsLeftToTheSettingsOfTheSource() throws IOException {
        node.patroniFile("");
        assertEquals("archives-into-source", refused(TASK));
        assertEquals("archives-into-source", refusedToStart(LEADER));
    }

    @Test
    void aClusterWithoutAnArchiveMustNotArchive() throws IOException {
        BackupTask task = TASK.toBuilder()
                .setInto(TASK.getInto().toBuilder().setNoArchive(true))
                .build();
        StartMember start = LEADER.toBuilder().setNoArchive(true).build();
        String command = "archive_command: 'pgbackrest --stanza=demo2 archive-push %p'";
        for (String mode : List.of("", ", archive_mode: 'on'", ", archive_mode: always")) {
            node.patroniFile("  parameters: {" + command + mode + "}\n");
            assertEquals("archives-nowhere", refused(task), mode);
            assertEquals("archives-nowhere", refusedToStart(start), mode);
            check(TASK);
        }
        for (String mode : List.of("off", "'off'", "false")) {
            node.patroniFile("  parameters: {" + command + ", archive_mode: " + mode + "}\n");
            check(task);
            start(start);
        }
    }

    @Test
    void r10APatroniIsNotStartedOnDataThatNobodyMovedThere() throws IOException {
        Files.createDirectory(data);
        start(LEADER);
        Files.createFile(data.resolve("PG_VERSION"));
        assertEquals("data-in-place", refusedToStart(LEADER));
        assertEquals(
                "data-in-place",
                refusedToStart(LEADER.toBuilder().setReplica(true).build()),
                "of a new cluster nobody knows whose it is");
        start(FOLLOWER);
    }

    @Test
    void aPatroniThatIsNotConfiguredForIt() throws IOException {
        node.patroniFileHas("method: pgbaton", "method: initdb");
        assertEquals("patroni-file", refused(TASK));
        assertEquals("patroni-file", refusedToStart(LEADER));
        start(FOLLOWER);
        Files.delete(node.member().patroniFile());
        assertEquals("patroni-file", refused(TASK));
    }

    @Test
    void besideALivingMemberWhatLivesIsNotInTheWay() throws IOException {
        Files.createDirectory(data);
        Files.createFile(data.resolve("postmaster.pid"));
        try (FakePatroni patroni = new FakePatroni();
                ServerSocket postgres = new ServerSocket(node.port, 1, InetAddress.getLoopbackAddress())) {
            assertTrue(postgres.isBound());
            node.answeredBy(patroni);
            check(BESIDE);
        }
        assertEquals("not-enough-disk", refused(beside(task("r-1", Long.MAX_VALUE / 2))));
        node.restored("r-2");
        assertEquals("leftover", refused(BESIDE));
    }

    @Test
    void besideALivingMemberItsOwnArchiveIsNotAsked() throws IOException {
        node.patroniFile("  parameters: {archive_command: 'pgbackrest --stanza=demo archive-push %p'}\n");
        check(BESIDE);
        start(FOLLOWER);
        node.patroniFileHas("method: pgbaton", "method: initdb");
        check(BESIDE);
    }

    @Test
    void aReplicaThatWouldBeCopiedFromItsLeaderAllTheSame() throws IOException {
        node.patroniFileHas("[pgbaton, basebackup]", "[basebackup, pgbaton]");
        assertEquals("patroni-file", refused(BESIDE));
        assertEquals("patroni-file", refusedToStart(FOLLOWER));
        check(TASK);
        start(LEADER);
        node.patroniFileHas("[basebackup, pgbaton]", "[pgbaton]");
        node.patroniFileHas("  pgbaton: {command: /usr/lib/pgbaton/bin/pgbaton-restored, keep_data: true}", "");
        assertEquals("patroni-file", refused(BESIDE));
    }

    @Test
    void r10TablespacesOfALivingMemberAreNotRestoredInto() throws IOException {
        Files.createDirectories(data.resolve("pg_tblspc"));
        check(BESIDE);
        Files.createSymbolicLink(data.resolve("pg_tblspc/16400"), folder);
        assertEquals("has-tablespaces", refused(BESIDE));
    }

    @Test
    void aCopyForgetsWhereItsSourceArchived() throws IOException {
        Prepared prepared = new Prepared(data);
        prepared.claim("r-1");
        Files.writeString(
                prepared.data().resolve("postgresql.auto.conf"),
                "work_mem = '4MB'\narchive_command = 'cp %p /archive'\nrestore_command = 'x'\n");
        prepared.forgetArchive();
        prepared.ready("service/demo2", "n4");
        assertEquals(
                List.of("work_mem = '4MB'", "restore_command = 'x'"),
                Files.readAllLines(prepared.data().resolve("postgresql.auto.conf")));
        assertTrue(Files.readString(prepared.folder().resolve("ready")).contains("restore=r-1"));
    }

    private void check(BackupTask task) throws IOException {
        new Preflight(node.member()).check(task);
    }

    private String refused(BackupTask task) {
        Unfit unfit = assertThrows(Unfit.class, () -> check(task));
        assertTrue(unfit.getMessage().length() > 20, unfit.getMessage());
        return unfit.name();
    }

    private void start(StartMember wanted) throws IOException {
        new Preflight(node.member()).checkStart(wanted);
    }

    private String refusedToStart(StartMember wanted) {
        return assertThrows(Unfit.class, () -> start(wanted)).name();
    }

    /** For a member of the cluster that it is of. */
    private static BackupTask beside(BackupTask task) {
        RestoreInto into = task.getInto().toBuilder()
                .clearSourceStanza()
                .setBesideData(true)
                .build();
        return task.toBuilder().setInto(into).build();
    }

    private static BackupTask task(String restore, long bytes) {
        return BackupTask.newBuilder()
                .setStanza("demo")
                .setSet("20261122-060737F")
                .setInto(RestoreInto.newBuilder()
                        .setRestore(restore)
                        .setBytes(bytes)
                        .setSourceStanza("demo"))
                .build();
    }
}
