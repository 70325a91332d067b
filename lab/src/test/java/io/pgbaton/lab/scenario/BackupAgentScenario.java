package io.pgbaton.lab.scenario;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.pgbaton.lab.Await;
import io.pgbaton.lab.Host;
import io.pgbaton.lab.Lab;
import io.pgbaton.lab.Layout;
import io.pgbaton.lab.What;
import io.pgbaton.lab.bus.TopicReader;
import io.pgbaton.lab.cluster.BackupAgentHost;
import io.pgbaton.lab.cluster.PgbackrestHost;
import io.pgbaton.lab.cluster.Rest;
import io.pgbaton.lab.cluster.Scope;
import io.pgbaton.proto.bus.BusRecord;
import io.pgbaton.proto.bus.EventType;
import io.pgbaton.proto.v1.BackupCompleted;
import io.pgbaton.proto.v1.BackupFailed;
import io.pgbaton.proto.v1.Outcome;
import io.pgbaton.proto.v1.Result;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Backups by the agent on the repository host: asked for by a person, told on the bus, whatever fails meanwhile. */
@Tag("lab")
@ExtendWith(SharedLab.class)
class BackupAgentScenario {
    private static final Duration BOUND = Duration.ofSeconds(60);
    /** After 25 s TCP gives up what nobody acknowledges, and keep-alives what nobody says anything on. */
    private static final Duration UNTIL_A_DEAD_HOST_IS_NOTICED = Duration.ofMinutes(2);

    private static final List<EventType> WITHOUT_FAULT =
            List.of(EventType.BACKUP_STARTED, EventType.BACKUP_PROGRESSED, EventType.BACKUP_COMPLETED);

    /** What an earlier test left at work is none of this one's. */
    @BeforeEach
    void nothingIsAtWork(Lab lab) {
        Await.until(
                "the backup agent to have nothing to do",
                BOUND,
                () -> new JsonObject(page(lab))
                                .getJsonArray("stanzas")
                                .getJsonObject(0)
                                .getJsonObject("work")
                        == null);
    }

    @Test
    @Tag("short")
    void everyTypeOfBackupIsMadeOnRequestAndToldOnTheBus(Lab lab) {
        for (String type : List.of("full", "diff", "incr")) {
            isMade(lab, type);
        }
    }

    @Test
    @Tag("short")
    void aStanzaIsUpgradedOnlyAfterAnUpgradeOfPostgres(Lab lab) {
        BackupByHand.Told told = BackupByHand.commandDone(lab, "stanza-upgrade");
        assertEquals(1, told.exit(), told::toString);
        assertEquals("RESULT_FAILED", told.result(), told::toString);
        assertTrue(told.word().getString("detail").startsWith("nothing-to-upgrade: "), told::toString);
        assertEquals("RESULT_DONE", BackupByHand.commandDone(lab, "check").result(), "check is not in its way");
    }

    @Test
    void r8OfTwoRequestsOneRunsAndTheOtherIsToldThatItIsBusyAndRunsAfterIt(Lab lab) {
        Bulk.in(lab);
        String first;
        BackupByHand.Told second;
        try (RunOfPgbackrest run = RunOfPgbackrest.begun(lab, "full")) {
            first = run.command();
            second = BackupByHand.asked(lab, "incr");
            assertEquals(0, second.exit(), second::toString);
            assertEquals("RESULT_LATER", second.result(), second::toString);
            assertTrue(second.word().getString("detail").startsWith("busy"), second::toString);
            run.goOn();
        }

        BackupStory later = new BackupStory(lab, second.command());
        later.completed();
        later.isToldOnce(Result.RESULT_DONE);
        assertEquals(
                List.of(Result.RESULT_LATER, Result.RESULT_DONE),
                later.outcomes().stream().map(Outcome::getResult).toList());
        new BackupStory(lab, first).isToldOnce(Result.RESULT_DONE);
        assertEquals(
                List.of(first, first, second.command(), second.command()),
                beginningsAndEnds(lab, List.of(first, second.command())));
    }

    @Test
    void r9ABackupOutlivesItsAgentAndTheNextLifeTellsItsEndOnce(Lab lab) {
        Bulk.in(lab);
        Host bk = lab.host(Layout.REPOSITORY);
        BackupStory story;
        try (RunOfPgbackrest run = RunOfPgbackrest.begun(lab, "full")) {
            story = new BackupStory(lab, run.command());
            story.event(EventType.BACKUP_STARTED);
            bk.kill(What.BACKUP_AGENT);
            bk.start(What.BACKUP_AGENT);
            Await.until("the next life of the agent to watch the run", BOUND, () -> page(lab)
                    .contains(run.command()));
            run.goOn();
        }

        BackupCompleted completed = story.completed();
        story.isToldOnce(Result.RESULT_DONE);
        isListed(lab, completed.getLabel(), "full");
    }

    @Test
    void whatRetentionRemovesIsGoneAndNoWalIsMissedForIt(Lab lab) {
        for (int backup = 0; backup <= PgbackrestHost.KEPT; backup++) {
            isMade(lab, "full");
        }
        Await.until(
                "as many full backups as are kept",
                BOUND,
                () -> BackupByHand.list(lab).stream()
                                .filter(backup -> backup.getString("type").equals("full"))
                                .count()
                        == PgbackrestHost.KEPT);
        // What was pushed meanwhile has to have been passed for 2 minutes before its neighbours could be missed.
        Instant settled = Instant.now().plusSeconds(150);
        Await.until("a list of when all is settled", BOUND.multipliedBy(4), () -> listedAt(lab)
                .filter(settled::isBefore)
                .isPresent());
        String metrics = BackupAgentHost.url(lab.layout()) + "/metrics";
        for (String covered : List.of("yes", "no")) {
            String none = "pgbaton_archive_missing_files{covered=\"" + covered + "\",namespace=\"service\",repo=\"1\","
                    + "scope=\"demo\",stanza=\"demo\"} 0";
            assertTrue(Rest.get(metrics).body().contains(none), none);
        }
    }

    @Test
    void aSwitchoverInTheMiddleOfABackupEndsItWithItsReasonAndTheNextIsRight(Lab lab) {
        Bulk.in(lab);
        BackupStory story;
        try (RunOfPgbackrest run = RunOfPgbackrest.begun(lab, "full")) {
            story = new BackupStory(lab, run.command());
            lab.switchover(Scope.MAIN, lab.leader(), Aftermath.replica(lab).name());
            lab.leader();
            run.goOn();
        }

        if (story.ended().data() instanceof BackupFailed failed) {
            isNamed(failed);
            story.isToldOnce(Result.RESULT_FAILED);
        } else {
            story.isToldOnce(Result.RESULT_DONE);
        }
        lab.awaitReplicas(Scope.MAIN, Layout.NODES.size() - 1, BOUND);
        isMade(lab, "full");
    }

    @Test
    void aRepositoryHostThatIsCutOffFailsItsBackupByNameAndTheNextIsRight(Lab lab) {
        Bulk.in(lab);
        Host bk = lab.host(Layout.REPOSITORY);
        BackupStory story;
        try (RunOfPgbackrest run = RunOfPgbackrest.copying(lab, "full")) {
            bk.cut();
            run.goOn();
            String ended = run.awaitEnd(UNTIL_A_DEAD_HOST_IS_NOTICED);
            assertFalse(ended.startsWith("0 "), ended);
            bk.heal();
            story = new BackupStory(lab, run.command());
        }

        isNamed(story.failed());
        story.isToldOnce(Result.RESULT_FAILED);
        isMade(lab, "full");
    }

    /** The commands of them, in the order of the bus. */
    private static List<String> beginningsAndEnds(Lab lab, List<String> commands) {
        return TopicReader.events(lab.layout(), Scope.MAIN).stream()
                .filter(event -> List.of(EventType.BACKUP_STARTED, EventType.BACKUP_COMPLETED)
                        .contains(event.type()))
                .map(BusRecord::causationId)
                .filter(commands::contains)
                .toList();
    }

    private static String page(Lab lab) {
        return Rest.get(BackupAgentHost.url(lab.layout()) + "/api/v1/backups").body();
    }

    /** When the list was begun by which the agent knows what WAL is missing. */
    private static Optional<Instant> listedAt(Lab lab) {
        JsonObject stanza = new JsonObject(page(lab)).getJsonArray("stanzas").getJsonObject(0);
        return Optional.ofNullable(
                        stanza.getJsonArray("archiveLooks").getJsonObject(0).getString("listedAt"))
                .map(Instant::parse);
    }

    /** Asked for, followed to its end, and in the repository. */
    private static void isMade(Lab lab, String type) {
        BackupByHand.Told told = BackupByHand.done(lab, type);
        assertEquals(0, told.exit(), told::toString);
        assertEquals("RESULT_DONE", told.result(), told::toString);
        BackupStory story = new BackupStory(lab, told.command());
        BackupCompleted completed = story.completed();
        story.isToldOnce(Result.RESULT_DONE);
        List<EventType> types =
                story.events().stream().map(BusRecord::type).distinct().toList();
        assertEquals(WITHOUT_FAULT, types);
        isListed(lab, completed.getLabel(), type);
    }

    private static void isListed(Lab lab, String label, String type) {
        Await.until(label + " in the list", BOUND, () -> BackupByHand.list(lab).stream()
                .anyMatch(backup -> backup.getString("label").equals(label)
                        && backup.getString("type").equals(type)
                        && !backup.getBoolean("error")));
    }

    private static void isNamed(BackupFailed failed) {
        assertTrue(failed.getCode() > 0, failed::toString);
        assertFalse(failed.getName().startsWith("unknown"), failed::toString);
        assertFalse(failed.getDetail().isBlank(), failed::toString);
        assertFalse(failed.getNextStep().isBlank(), failed::toString);
    }
}
