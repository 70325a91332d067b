package io.pgbaton.backupagent.restore;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpServer;
import io.pgbaton.backupagent.config.MemberConfig;
import io.pgbaton.proto.Scope;
import io.pgbaton.proto.v1.BackupTask;
import io.pgbaton.proto.v1.RestoreInto;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** R10: what is there already is found before anything is made. */
class PreflightTest {
    private static final BackupTask TASK = task("r-1", 1000);

    @TempDir
    Path folder;

    private Path data;
    private MemberConfig member;
    private int port;

    @BeforeEach
    void aNodeThatFits() throws IOException {
        data = folder.resolve("main");
        port = freePort();
        member = member(URI.create("http://127.0.0.1:" + freePort()));
        patroni("  parameters: {archive_mode: 'off'}\n");
    }

    @Test
    void r10ANodeWhereNothingIsIsFineAndNothingIsMadeThere() throws IOException {
        new Preflight(member).check(TASK);
        Files.createDirectory(data);
        new Preflight(member).check(TASK);
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
        try (ServerSocket another = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
            assertTrue(another.isBound());
            assertEquals("port-taken", refused(TASK));
        }
    }

    @Test
    void r10APatroniThatRuns() throws IOException {
        HttpServer patroni = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 1);
        patroni.start();
        try {
            member =
                    member(URI.create("http://127.0.0.1:" + patroni.getAddress().getPort()));
            assertEquals("patroni-running", refused(TASK));
        } finally {
            patroni.stop(0);
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
        new Preflight(member).check(TASK);
        assertEquals("leftover", refused(task("r-2", 1000)));
    }

    @Test
    void r10AnArchiveThatWouldBeSpoiled() throws IOException {
        patroni("  parameters: {archive_command: 'pgbackrest --config=/etc/p.conf --stanza=demo archive-push %p'}\n");
        assertEquals("archives-into-source", refused(TASK));
        // A replica too: it archives when it is promoted.
        assertEquals(
                "archives-into-source",
                refused(task("r-1", 1000).toBuilder()
                        .clearSet()
                        .setStanza("demo2")
                        .build()));
        patroni(
                "  parameters:\n    archive_command: |\n      test -f %p &&\n      pgbackrest --stanza='demo' archive-push %p\n");
        assertEquals("archives-into-source", refused(TASK));
        patroni("  parameters: {archive_command: 'pgbackrest --stanza=demo2 archive-push %p'}\n");
        new Preflight(member).check(TASK);
    }

    @Test
    void r10AnArchiveThatIsLeftToTheSettingsOfTheSource() throws IOException {
        patroni("");
        assertEquals("archives-into-source", refused(TASK));
        assertEquals("archives-into-source", refusedToStart());
    }

    @Test
    void r10APatroniIsNotStartedOnDataThatNobodyMovedThere() throws IOException {
        Files.createDirectory(data);
        new Preflight(member).checkStart("demo");
        Files.createFile(data.resolve("PG_VERSION"));
        assertEquals("data-in-place", refusedToStart());
    }

    @Test
    void aPatroniThatIsNotConfiguredForIt() throws IOException {
        Files.writeString(
                member.patroniFile(),
                Files.readString(member.patroniFile()).replace("method: pgbaton", "method: initdb"));
        assertEquals("patroni-file", refused(TASK));
        Files.delete(member.patroniFile());
        assertEquals("patroni-file", refused(TASK));
    }

    @Test
    void aCopyForgetsWhereItsSourceArchived() throws IOException {
        Prepared prepared = new Prepared(data);
        prepared.claim("r-1");
        Files.writeString(
                prepared.data().resolve("postgresql.auto.conf"),
                "work_mem = '4MB'\narchive_command = 'cp %p /archive'\nrestore_command = 'x'\n");
        prepared.ready("service/demo2", "n4");
        assertEquals(
                List.of("work_mem = '4MB'", "restore_command = 'x'"),
                Files.readAllLines(prepared.data().resolve("postgresql.auto.conf")));
        assertTrue(Files.readString(prepared.folder().resolve("ready")).contains("restore=r-1"));
    }

    private String refused(BackupTask task) {
        Unfit unfit = assertThrows(Unfit.class, () -> new Preflight(member).check(task));
        assertTrue(unfit.getMessage().length() > 20, unfit.getMessage());
        return unfit.name();
    }

    private String refusedToStart() {
        return assertThrows(Unfit.class, () -> new Preflight(member).checkStart("demo"))
                .name();
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

    private MemberConfig member(URI patroni) {
        return new MemberConfig(
                new Scope("service", "demo2"),
                "n4",
                data,
                patroni,
                folder.resolve("patroni.yml"),
                List.of("true"),
                List.of("psql"));
    }

    private void patroni(String more) throws IOException {
        Files.writeString(
                member.patroniFile(),
                """
                scope: demo2
                namespace: /service/
                name: n4
                bootstrap:
                  method: pgbaton
                  pgbaton: {command: /usr/lib/pgbaton/bin/pgbaton-restored, keep_existing_recovery_conf: true}
                postgresql:
                  listen: "*:%d"
                  data_dir: %s
                """
                                .formatted(port, data)
                        + more);
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }
}
