package io.pgbaton.lab.scenario;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.pgbaton.lab.Await;
import io.pgbaton.lab.Host;
import io.pgbaton.lab.Lab;
import io.pgbaton.lab.cluster.PgbackrestHost;
import io.pgbaton.lab.cluster.Scope;
import io.pgbaton.lab.machine.Shell;
import io.pgbaton.proto.v1.ArchiveBreak;
import io.pgbaton.proto.v1.ArchiveBroken;
import io.pgbaton.proto.v1.ArchiveCause;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** WAL that does not come into its archive: told with its cause and what to do, and that it is over. */
@Tag("lab")
@ExtendWith(SharedLab.class)
class ArchiveScenario {
    /** As when two primaries archive into one stanza. */
    @Test
    void aSegmentThatIsThereWithOtherContentIsToldAndItsEndToo(Lab lab) throws IOException {
        lab.backups().run("check");
        ArchiveStory story = new ArchiveStory(lab);
        Host leader = lab.host(lab.leader());
        String segment = ArchiveStory.segment(leader);
        push(lab, leader, segment);
        ArchiveStory.makeWal(leader);

        ArchiveBroken broken = story.broken(one -> one.getCause() == ArchiveCause.ARCHIVE_CAUSE_DUPLICATE);
        assertEquals(ArchiveBreak.ARCHIVE_FAILING, broken.getKind());
        assertEquals(45, broken.getCode());
        assertEquals(segment, broken.getSegment());
        assertEquals(leader.name(), broken.getMember());
        shows(lab, "cannot archive " + segment);
        assertEquals(1, status(lab).exit());

        story.deleteFromRepository(segment);
        story.broken(ArchiveBroken::getEnded);
        lab.backups().run("check");
        long told = story.told().stream().filter(one -> !one.getEnded()).count();
        assertEquals(1, told, () -> story.told().toString());
        showsNoMore(lab, "cannot archive");
    }

    /** What archive-push-queue-max throws away PostgreSQL takes for archived: pg_stat_archiver has no failure. */
    @Test
    void walThatIsThrownAwayIsToldAndForgottenWithTheNextBackup(Lab lab) {
        lab.backups().run("check");
        ArchiveStory story = new ArchiveStory(lab);
        Host leader = lab.host(lab.leader());
        String segment = ArchiveStory.segment(leader);
        FullQueue.at(lab, leader, () -> {
            ArchiveStory.makeWal(leader);
            ArchiveBroken broken = story.broken(one -> one.getKind() == ArchiveBreak.ARCHIVE_DROPPED);
            assertEquals(segment, broken.getSegment());
            assertTrue(broken.getNextStep().contains("pgbaton backup now"), broken.getNextStep());
            shows(lab, "threw WAL away");
        });

        lab.backups().run("check");
        assertEquals("RESULT_DONE", BackupByHand.done(lab, "incr").result());
        showsNoMore(lab, "threw WAL away");
    }

    @Test
    void aSegmentThatIsDeletedFromTheRepositoryIsToldAndForgottenWithTheNextBackup(Lab lab) throws IOException {
        // What others lost before is nobody's business after it.
        assertEquals("RESULT_DONE", BackupByHand.done(lab, "incr").result());
        ArchiveStory story = new ArchiveStory(lab);
        String segment = ArchiveStory.segment(lab.host(lab.leader()));
        ArchiveStory.makeWal(lab.host(lab.leader()));
        lab.backups().run("check");
        story.deleteFromRepository(segment);

        ArchiveBroken broken = story.missing(segment);
        assertTrue(broken.getNextStep().contains("pgbaton backup now"), broken.getNextStep());
        shows(lab, "lacks WAL " + segment);
        assertEquals(1, status(lab).exit());
        assertTrue(
                CommandLine.run(lab, "backup", "list", Scope.MAIN.path())
                        .out()
                        .contains("lacks WAL " + segment + ": nothing after it can be restored"),
                "the list names it");
        Shell.Result plan = CommandLine.run(lab, "restore", "in-place", Scope.MAIN.path(), "--end", "--dry-run");
        assertEquals(6, plan.exit(), plan.out());
        assertTrue(plan.err().contains("the archive lacks WAL " + segment), plan.err());

        assertEquals("RESULT_DONE", BackupByHand.done(lab, "incr").result());
        story.broken(ArchiveBroken::getEnded);
        showsNoMore(lab, "lacks WAL");
        Shell.Result list = CommandLine.run(lab, "backup", "list", Scope.MAIN.path());
        assertTrue(list.out().contains("lacks WAL " + segment + ": no time between it"), list.out());
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

    private static void shows(Lab lab, String words) {
        Await.until(
                "status to show it", ArchiveStory.BOUND, () -> status(lab).out().contains(words));
    }

    private static void showsNoMore(Lab lab, String words) {
        Await.until("status to be well again", ArchiveStory.BOUND, () -> !status(lab)
                .out()
                .contains(words));
    }

    private static Shell.Result status(Lab lab) {
        return CommandLine.run(lab, "status", "-s", Scope.MAIN.path());
    }
}
