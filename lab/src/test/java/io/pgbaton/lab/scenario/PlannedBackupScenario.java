package io.pgbaton.lab.scenario;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.pgbaton.lab.Host;
import io.pgbaton.lab.Lab;
import io.pgbaton.lab.Layout;
import io.pgbaton.lab.What;
import io.pgbaton.lab.cluster.Scope;
import io.pgbaton.lab.machine.Shell;
import io.pgbaton.proto.bus.BusRecord;
import io.pgbaton.proto.v1.ArchiveBreak;
import io.pgbaton.proto.v1.ArchiveBroken;
import io.pgbaton.proto.v1.BackupCompleted;
import io.pgbaton.proto.v1.BackupFailed;
import io.pgbaton.proto.v1.BackupStarted;
import io.pgbaton.proto.v1.BackupType;
import io.pgbaton.proto.v1.HandoverCompleted;
import io.pgbaton.proto.v1.Result;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Backups that nobody asks for: by a calendar, and because the leader or WAL was lost. */
@Tag("lab")
@ExtendWith(SharedLab.class)
class PlannedBackupScenario {
    private static final Duration AHEAD = Duration.ofHours(3);

    @Test
    void aBackupIsMadeAndWhatIsTooOldIsRemovedOnceTheirTimeHasComeByAClockThatIsMoved(Lab lab) {
        ZonedDateTime due = ZonedDateTime.now(Clock.systemUTC()).plus(AHEAD).withZoneSameInstant(ZoneOffset.UTC);
        String policy =
                "calendars: {diff: \"%1$d %2$d * * *\"}, expire: \"%1$d %2$d * * *\", overdue: 26h, afterFailover: never"
                        .formatted(due.getMinute(), due.getHour());
        try (PlannedBackups planned = PlannedBackups.by(lab, policy)) {
            planned.acknowledge("last");
            assertEquals(0, planned.begunSoFar().size());
            planned.moveClock(AHEAD.plusMinutes(2));

            BusRecord begun = planned.begun();
            BackupStarted started = begun.data(BackupStarted.class);
            assertEquals(BackupType.BACKUP_TYPE_DIFF, started.getTask().getType());
            assertTrue(started.getReason().startsWith("due since "), started.getReason());
            isMade(lab, begun, "");
            assertEquals(1, planned.begunSoFar().size());
            planned.expired();
            assertEquals(1, planned.expiredSoFar().size());
        }
    }

    @Test
    void r8AfterAFailoverOneBackupIsMadeWhichNamesTheHandoverAndItsReason(Lab lab) {
        // What others lost before wants no backup after it.
        assertEquals("RESULT_DONE", BackupByHand.done(lab, "incr").result());
        try (PlannedBackups planned = PlannedBackups.by(lab, "overdue: 26h, afterFailover: always");
                Aftermath aftermath = Aftermath.of(lab)) {
            String old = lab.leader();
            lab.host(old).kill(What.PATRONI);
            lab.host(old).kill(What.POSTGRES);
            Aftermath.otherLeader(lab, old);
            HandoverCompleted completed = aftermath.completed();
            planned.acknowledge(completed.getId());

            BusRecord begun = planned.begun();
            assertEquals(completed.getId(), begun.correlationId());
            String reason = begun.data(BackupStarted.class).getReason();
            assertEquals(
                    "timeline " + completed.getOldTimeline() + " to " + completed.getNewTimeline()
                            + ": the leader was lost",
                    reason);
            isMade(lab, begun, completed.getId());
            assertEquals(1, planned.begunSoFar().size());
            Shell.Result told = CommandLine.run(lab, "handovers", completed.getId());
            assertEquals(0, told.exit(), told.err());
            assertTrue(told.out().contains("backup.completed"), told.out());
        }
    }

    @Test
    void aFailoverInTheMiddleOfABackupFailsItAndOneIsMadeAfterTheHandover(Lab lab) {
        Bulk.in(lab);
        try (PlannedBackups planned = PlannedBackups.by(lab, "overdue: 26h, afterFailover: always");
                Aftermath aftermath = Aftermath.of(lab)) {
            String old = lab.leader();
            BackupStory cutShort;
            try (RunOfPgbackrest run = RunOfPgbackrest.begun(lab, "full")) {
                cutShort = new BackupStory(lab, run.command());
                lab.host(old).kill(What.PATRONI);
                lab.host(old).kill(What.POSTGRES);
                Aftermath.otherLeader(lab, old);
                run.goOn();
            }
            BackupFailed failed = cutShort.failed();
            assertFalse(failed.getDetail().isBlank() || failed.getNextStep().isBlank(), failed::toString);
            cutShort.isToldOnce(Result.RESULT_FAILED);
            HandoverCompleted completed = aftermath.completed();
            planned.acknowledge(completed.getId());

            BusRecord begun = planned.begun();
            assertEquals(completed.getId(), begun.correlationId());
            isMade(lab, begun, completed.getId());
            assertEquals(1, planned.begunSoFar().size());
        }
    }

    @Test
    void aBackupIsMadeAfterWalWasThrownAway(Lab lab) {
        try (PlannedBackups planned = PlannedBackups.by(lab, "overdue: 26h, afterFailover: if-needed")) {
            planned.acknowledge("last");
            ArchiveStory story = new ArchiveStory(lab);
            Host leader = lab.host(lab.leader());
            FullQueue.at(lab, leader, () -> {
                ArchiveStory.makeWal(leader);
                story.broken(one -> one.getKind() == ArchiveBreak.ARCHIVE_DROPPED);
            });

            BusRecord begun = planned.begun();
            String reason = begun.data(BackupStarted.class).getReason();
            assertTrue(reason.startsWith("WAL was thrown away at "), reason);
            isMade(lab, begun, "");
            assertEquals(1, planned.begunSoFar().size());
        }
    }

    @Test
    void aBackupIsMadeAfterWalWasDeletedFromTheRepository(Lab lab) throws IOException {
        // What others lost before wants no backup after it.
        assertEquals("RESULT_DONE", BackupByHand.done(lab, "incr").result());
        try (PlannedBackups planned = PlannedBackups.by(lab, "overdue: 26h, afterFailover: if-needed")) {
            planned.acknowledge("last");
            ArchiveStory story = new ArchiveStory(lab);
            String segment = ArchiveStory.segment(lab.host(lab.leader()));
            ArchiveStory.makeWal(lab.host(lab.leader()));
            lab.backups().run("check");
            story.deleteFromRepository(segment);

            BusRecord begun = planned.begun();
            String reason = begun.data(BackupStarted.class).getReason();
            assertTrue(reason.contains("is missing from the repository: "), reason);
            isMade(lab, begun, "");
            story.broken(ArchiveBroken::getEnded);
            assertEquals(1, planned.begunSoFar().size());
        }
    }

    /** Told once, and in the repository with why it was made. */
    private static void isMade(Lab lab, BusRecord begun, String handover) {
        BackupStory story = new BackupStory(lab, begun.causationId());
        BackupCompleted completed = story.completed();
        story.isToldOnce(Result.RESULT_DONE);
        String json = lab.backups().run("info", "--set", completed.getLabel()).read("json");
        JsonObject annotation = new JsonArray(json)
                .getJsonObject(0)
                .getJsonArray("backup")
                .getJsonObject(0)
                .getJsonObject("annotation");
        BackupStarted started = begun.data(BackupStarted.class);
        assertEquals(started.getReason(), annotation.getString("reason"));
        assertEquals(begun.causationId(), annotation.getString("command"));
        assertEquals(handover, annotation.getString("handover", ""));
        assertTrue(Layout.COORDINATORS.contains(annotation.getString("actor")), annotation.encode());
        assertEquals(Scope.MAIN.name(), started.getTask().getStanza());
    }
}
