package io.pgbaton.lab.scenario;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.pgbaton.lab.Await;
import io.pgbaton.lab.Host;
import io.pgbaton.lab.Lab;
import io.pgbaton.lab.LabException;
import io.pgbaton.lab.bus.TopicReader;
import io.pgbaton.lab.cluster.PgbackrestHost;
import io.pgbaton.lab.cluster.Scope;
import io.pgbaton.lab.machine.Shell;
import io.pgbaton.lab.machine.SystemUsers;
import io.pgbaton.proto.bus.BusRecord;
import io.pgbaton.proto.bus.EventType;
import io.pgbaton.proto.v1.ArchiveBreak;
import io.pgbaton.proto.v1.ArchiveBroken;
import io.pgbaton.proto.v1.ArchiveCause;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** WAL that does not come into its archive: told with its cause and what to do, and that it is over. */
@Tag("lab")
@ExtendWith(SharedLab.class)
class ArchiveScenario {
    private static final Duration BOUND = Duration.ofSeconds(90);

    /** As when two primaries archive into one stanza. */
    @Test
    void aSegmentThatIsThereWithOtherContentIsToldAndItsEndToo(Lab lab) throws IOException {
        lab.backups().run("check");
        int before = events(lab).size();
        Host leader = lab.host(lab.leader());
        String segment = leader.postgres().sql("SELECT pg_walfile_name(pg_current_wal_lsn())");
        push(lab, leader, segment);
        makeWal(leader);

        ArchiveBroken broken = broken(lab, before, one -> one.getCause() == ArchiveCause.ARCHIVE_CAUSE_DUPLICATE);
        assertEquals(ArchiveBreak.ARCHIVE_FAILING, broken.getKind());
        assertEquals(45, broken.getCode());
        assertEquals(segment, broken.getSegment());
        assertEquals(leader.name(), broken.getMember());
        Await.until("status to show it", BOUND, () -> status(lab).out().contains("cannot archive " + segment));
        assertEquals(1, status(lab).exit());

        takeAway(lab, segment);
        broken(lab, before, ArchiveBroken::getEnded);
        lab.backups().run("check");
        long told = all(lab, before).filter(one -> !one.getEnded()).count();
        assertEquals(1, told, () -> all(lab, before).toList().toString());
        Await.until("status to be well again", BOUND, () -> !status(lab).out().contains("cannot archive"));
    }

    /** What archive-push-queue-max throws away PostgreSQL takes for archived: pg_stat_archiver has no failure. */
    @Test
    void walThatIsThrownAwayIsToldAndForgottenWithTheNextBackup(Lab lab) {
        lab.backups().run("check");
        int before = events(lab).size();
        Host leader = lab.host(lab.leader());
        Path config = PgbackrestHost.config(lab.layout(), leader.name());
        String was = SystemUsers.read(config);
        String segment = leader.postgres().sql("SELECT pg_walfile_name(pg_current_wal_lsn())");
        try {
            String full = was.replaceFirst("\\[global]\n", "[global]\narchive-push-queue-max=1MB\n");
            SystemUsers.file(config, full, PgbackrestHost.USER, "rw-r-----");
            makeWal(leader);
            ArchiveBroken broken = broken(lab, before, one -> one.getKind() == ArchiveBreak.ARCHIVE_DROPPED);
            assertEquals(segment, broken.getSegment());
            assertTrue(broken.getNextStep().contains("pgbaton backup now"), broken.getNextStep());
            Await.until("status to show it", BOUND, () -> status(lab).out().contains("threw WAL away"));
        } finally {
            SystemUsers.file(config, was, PgbackrestHost.USER, "rw-r-----");
        }

        lab.backups().run("check");
        assertEquals("RESULT_DONE", BackupByHand.done(lab, "incr").result());
        Await.until("status to be well again", BOUND, () -> !status(lab).out().contains("threw WAL away"));
    }

    private static void makeWal(Host leader) {
        leader.postgres().sql("SELECT pg_logical_emit_message(true, 'lab', 'made'); SELECT pg_switch_wal()");
    }

    /** The segment as it is now, before PostgreSQL has finished it. */
    private static void push(Lab lab, Host leader, String segment) {
        Path file = Scope.MAIN
                .dataDirectory(lab.layout(), leader.name())
                .resolve("pg_wal")
                .resolve(segment);
        leader.exec(
                        "setpriv",
                        "--reuid=" + PgbackrestHost.USER,
                        "--regid=" + PgbackrestHost.USER,
                        "--clear-groups",
                        "pgbackrest",
                        "--config=" + PgbackrestHost.config(lab.layout(), leader.name()),
                        "--stanza=" + PgbackrestHost.stanza(),
                        "archive-push",
                        file.toString())
                .orFail();
    }

    private static void takeAway(Lab lab, String segment) throws IOException {
        Path archive = PgbackrestHost.repository(lab.layout()).resolve("archive");
        try (Stream<Path> files = Files.walk(archive)) {
            Path wrong = files.filter(file -> String.valueOf(file.getFileName()).startsWith(segment + "-"))
                    .findFirst()
                    .orElseThrow(() -> new LabException(segment + " is not in " + archive));
            Files.delete(wrong);
        }
    }

    private static ArchiveBroken broken(Lab lab, int before, Predicate<ArchiveBroken> which) {
        return Await.value("the archive to be told of", BOUND, () -> all(lab, before)
                .filter(which)
                .findFirst());
    }

    private static Stream<ArchiveBroken> all(Lab lab, int before) {
        List<BusRecord> events = events(lab);
        return events.subList(before, events.size()).stream()
                .filter(event -> event.type() == EventType.ARCHIVE_BROKEN)
                .map(event -> event.data(ArchiveBroken.class));
    }

    private static List<BusRecord> events(Lab lab) {
        return TopicReader.events(lab.layout(), Scope.MAIN);
    }

    private static Shell.Result status(Lab lab) {
        return PlannedBackups.cli(lab, "status", "-s", Scope.MAIN.path());
    }
}
