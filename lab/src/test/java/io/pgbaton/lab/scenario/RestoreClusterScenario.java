package io.pgbaton.lab.scenario;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.pgbaton.lab.Await;
import io.pgbaton.lab.Host;
import io.pgbaton.lab.Lab;
import io.pgbaton.lab.LabException;
import io.pgbaton.lab.LabOptions;
import io.pgbaton.lab.What;
import io.pgbaton.lab.bus.TopicReader;
import io.pgbaton.lab.cluster.BackupAgentHost;
import io.pgbaton.lab.cluster.PgbackrestHost;
import io.pgbaton.lab.cluster.Postgres;
import io.pgbaton.lab.cluster.Scope;
import io.pgbaton.lab.machine.Shell;
import io.pgbaton.lab.machine.SmallDisk;
import io.pgbaton.lab.machine.SystemUsers;
import io.pgbaton.proto.bus.BusRecord;
import io.pgbaton.proto.bus.EventType;
import io.pgbaton.proto.v1.BootstrapCompleted;
import io.pgbaton.proto.v1.RestoreFailed;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** A new cluster on n4 and n5 from the backup of service/demo, with everything real. */
@Tag("lab")
@ExtendWith(SharedLab.class)
class RestoreClusterScenario {
    private static final Duration BOUND = Duration.ofMinutes(4);

    @Test
    @Tag("short")
    void aNewClusterHasAllRowsAnArchiveOfItsOwnAndAReplica(Lab lab) {
        Postgres source = lab.host(lab.leader()).postgres();
        rows(source, 1, 1000);
        assertEquals(0, BackupByHand.done(lab, "full").exit());
        rows(source, 1001, 2000);
        source.sql("select pg_switch_wal()");
        r10WhatCannotBeIsRefusedWithAReason(lab);

        Shell.Result told =
                restore(lab, "--nodes", "n4,n5", "--probe", "select count(*) from restored", "--expect", "2000");
        assertEquals(0, told.exit(), told::toString);
        BootstrapCompleted completed = ended(lab).data(BootstrapCompleted.class);
        Postgres leader = lab.host("n4").postgres();
        Postgres replica = lab.host("n5").postgres();
        assertEquals("2000", completed.getProbeAnswer());
        assertEquals("n4", completed.getLeader());
        assertTrue(leader.isPrimary());
        assertEquals(systemIdentifier(source), systemIdentifier(leader), "it is the same cluster, on another branch");
        assertEquals("2000", replica.sqlIn("postgres", "select count(*) from restored"));
        assertEquals("100000", replica.sql("select count(*) from pgbench_accounts"));
        assertFalse(replica.isPrimary());
        leader.sql("insert into restored values (2001)");
        Await.until("the replica to follow", BOUND, () -> replica.sql("select max(id) from restored")
                .equals("2001"));
        assertEquals("2000", source.sql("select count(*) from restored"), "the source knows nothing of it");
        isArchivedApart(lab, leader);

        told = restore(lab, "--nodes", "n4", "--no-archive");
        assertEquals(6, told.exit(), told::toString);
        assertTrue(told.out().contains("NOT_EMPTY"), told::toString);
    }

    @Test
    void r9RowsAfterTheMomentAreAbsentAlsoWhenTheAgentIsKilledOverIt() throws IOException {
        try (OwnLab own = OwnLab.up("rs", LabOptions.quick().withSpares())) {
            Lab lab = own.lab();
            Postgres source = lab.host(lab.leader()).postgres();
            rows(source, 1, 1000);
            Bulk.in(lab);
            assertEquals(0, BackupByHand.done(lab, "full").exit());
            rows(source, 1001, 2000);
            String moment = source.sql(
                    "select to_char(clock_timestamp() at time zone 'UTC', 'YYYY-MM-DD HH24:MI:SS.US') || '+00'");
            rows(source, 2001, 3000);
            source.sql("select pg_switch_wal()");

            aNodeWithoutRoomIsLeftAlone(lab);
            whereThereIsNoArchiveNothingMayBeArchived(lab);
            String id = anotherVersionIsNamed(lab, "--nodes", "n4", "--time", moment, "--no-archive");
            Shell.Result told = CommandLine.run(
                    lab, "restore", "cluster", "--to", Scope.RESTORED.path(), "--resume", id, "--detach");
            assertEquals(0, told.exit(), told::toString);
            killTheAgentInTheMiddle(lab);

            BusRecord end = ended(lab, 3);
            assertEquals(
                    EventType.BOOTSTRAP_COMPLETED, end.type(), () -> end.data().toString());
            Postgres leader = lab.host("n4").postgres();
            assertEquals("2000|2000", leader.sql("select count(*), max(id) from restored"));
            assertTrue(leader.isPrimary());
            assertEquals("off", leader.sql("show archive_mode"));
            assertFalse(
                    Files.exists(PgbackrestHost.repository(lab.layout())
                            .resolve("archive")
                            .resolve(Scope.RESTORED.name())),
                    "no stanza was made for it");
            assertEquals(
                    1,
                    TopicReader.events(lab.layout(), Scope.RESTORED).stream()
                            .filter(event -> event.type() == EventType.RESTORE_COMPLETED)
                            .count(),
                    "it was restored once");
        }
    }

    private static void r10WhatCannotBeIsRefusedWithAReason(Lab lab) {
        refused(lab, 6, "possible is from", "--nodes", "n4", "--time", "2001-01-01T00:00:00Z");
        refused(
                lab,
                6,
                "in the future",
                "--nodes",
                "n4",
                "--time",
                Instant.now().plusSeconds(3600).toString());
        refused(lab, 2, "no time with its zone", "--nodes", "n4", "--time", "2026-11-22 04:00:00");
        refused(lab, 6, "there is no backup 20010101-000000F", "--nodes", "n4", "--set", "20010101-000000F");
        refused(lab, 3, "no backup agent on n1", "--nodes", "n1");
        Path data =
                SystemUsers.folder(Scope.RESTORED.dataDirectory(lab.layout(), "n4"), BackupAgentHost.USER, "rwx------");
        SystemUsers.file(data.resolve("precious"), "", BackupAgentHost.USER, "rw-------");
        Shell.Result told = restore(lab, "--nodes", "n4,n5");
        assertEquals(1, told.exit(), told::toString);
        RestoreFailed failed = ended(lab).data(RestoreFailed.class);
        assertEquals("data-not-empty", failed.getFailure().getName(), failed::toString);
        assertTrue(Files.exists(data.resolve("precious")), "R10");
        givenUp(lab, failed.getRestore());
        delete(data.resolve("precious"));
    }

    private static void aNodeWithoutRoomIsLeftAlone(Lab lab) {
        Path folder = Scope.RESTORED.dataDirectory(lab.layout(), "n4").getParent();
        new SmallDisk(folder).mount(64, BackupAgentHost.USER);
        try {
            Shell.Result told = restore(lab, "--nodes", "n4");
            assertEquals(1, told.exit(), told::toString);
            RestoreFailed failed = ended(lab).data(RestoreFailed.class);
            assertEquals("not-enough-disk", failed.getFailure().getName(), failed::toString);
            givenUp(lab, failed.getRestore());
        } finally {
            SmallDisk.unmountBelow(folder);
        }
    }

    /** Its Patroni's file is right afterwards. */
    private static void whereThereIsNoArchiveNothingMayBeArchived(Lab lab) {
        Shell.Result told = restore(lab, "--nodes", "n4", "--no-archive");
        assertEquals(1, told.exit(), told::toString);
        RestoreFailed failed = ended(lab, 1).data(RestoreFailed.class);
        assertEquals("archives-nowhere", failed.getFailure().getName(), failed::toString);
        givenUp(lab, failed.getRestore());
        Path file = Scope.RESTORED.patroniConfig(lab.layout(), "n4");
        String text = SystemUsers.read(file).replace("archive_mode: \"on\"", "archive_mode: \"off\"");
        SystemUsers.file(file, text, BackupAgentHost.USER, "rw-------");
    }

    /** @return the id of a restore that stands still, where it can go on again */
    private static String anotherVersionIsNamed(Lab lab, String... options) {
        try (OtherPgbackrest other = OtherPgbackrest.at(lab, lab.host("n4"))) {
            Shell.Result told = restore(lab, options);
            assertEquals(1, told.exit(), told::toString);
            RestoreFailed failed = ended(lab, 2).data(RestoreFailed.class);
            assertEquals("protocol", failed.getFailure().getName(), failed::toString);
            assertTrue(failed.getFailure().getDetail().contains(other.version()), failed::toString);
            assertTrue(failed.getFailure().getDetail().contains("have to be the same"), failed::toString);
            return failed.getRestore();
        }
    }

    /** Nothing of it is there: it is no problem any more. */
    private static void givenUp(Lab lab, String id) {
        String scope = Scope.RESTORED.path();
        assertTrue(CommandLine.run(lab, "status", "-s", scope).out().contains("restore " + id + " stands still"));
        Shell.Result told = CommandLine.run(lab, "restore", "cluster", "--to", scope, "--undo", id);
        assertEquals(0, told.exit(), told::toString);
        Await.until("status to say nothing of it", BOUND, () -> !CommandLine.run(lab, "status", "-s", scope)
                .out()
                .contains("stands still"));
    }

    private static void refused(Lab lab, int exit, String words, String... options) {
        Shell.Result told = restore(lab, options);
        assertEquals(exit, told.exit(), told::toString);
        assertTrue(told.err().contains(words), told::toString);
    }

    /** What PostgreSQL archives after its promotion is in the new stanza, none of it in the old one. */
    private static void isArchivedApart(Lab lab, Postgres leader) {
        assertTrue(leader.sql("show archive_command").contains("--stanza=" + Scope.RESTORED.name() + " "));
        String timeline = leader.sql("select left(pg_walfile_name(pg_current_wal_lsn()), 8)");
        leader.sql("select pg_switch_wal()");
        Await.until("the new cluster to archive", BOUND, () -> leader.sql(
                        "select starts_with(last_archived_wal, '" + timeline + "') from pg_stat_archiver")
                .equals("t"));
        assertTrue(lab.backups().list().stream()
                .noneMatch(backup ->
                        backup.getJsonObject("archive").getString("stop").startsWith(timeline)));
    }

    private static void killTheAgentInTheMiddle(Lab lab) throws IOException {
        Path runs = BackupAgentHost.stateFolder(lab.layout(), "n4").resolve("runs");
        Path pid = Await.value("pgBackRest to restore", BOUND, () -> pidBelow(runs));
        String group = SystemUsers.read(pid).split(" ", -1)[0];
        Shell.run("kill", "-s", "STOP", "--", "-" + group);
        Host n4 = lab.host("n4");
        n4.kill(What.BACKUP_AGENT);
        n4.start(What.BACKUP_AGENT);
        Shell.run("kill", "-s", "CONT", "--", "-" + group);
    }

    private static Optional<Path> pidBelow(Path runs) {
        if (!Files.isDirectory(runs)) {
            return Optional.empty();
        }
        try (Stream<Path> all = Files.walk(runs)) {
            return all.filter(path -> path.endsWith("wrapper/pid"))
                    .filter(path -> !Files.exists(path.resolveSibling("ended")))
                    .findFirst();
        } catch (IOException e) {
            throw new LabException("cannot look into " + runs, e);
        }
    }

    /** The last end of a restore into the new scope. */
    private static BusRecord ended(Lab lab) {
        return ended(lab, 0);
    }

    /** The same, when so many ended before. */
    private static BusRecord ended(Lab lab, long before) {
        return Await.value(
                "the end of the restore", BOUND, () -> TopicReader.events(lab.layout(), Scope.RESTORED).stream()
                        .filter(event -> event.type() == EventType.RESTORE_FAILED
                                || event.type() == EventType.BOOTSTRAP_COMPLETED)
                        .skip(before)
                        .reduce((earlier, last) -> last));
    }

    private static String systemIdentifier(Postgres of) {
        return of.sql("select system_identifier from pg_control_system()");
    }

    private static void rows(Postgres source, int from, int to) {
        source.sql("create table if not exists restored (id int primary key)");
        source.sql("insert into restored select generate_series(" + from + ", " + to + ")");
    }

    private static Shell.Result restore(Lab lab, String... options) {
        List<String> words = new ArrayList<>(List.of("restore", "cluster", "--timeout", "30", "-o", "json"));
        words.addAll(List.of("--from", Scope.MAIN.path(), "--to", Scope.RESTORED.path()));
        words.addAll(List.of(options));
        return CommandLine.run(lab, words.toArray(String[]::new));
    }

    private static void delete(Path file) {
        try {
            Files.delete(file);
        } catch (IOException e) {
            throw new LabException("cannot delete " + file, e);
        }
    }
}
