package io.pgbaton.coordinator.decide;

import static io.pgbaton.coordinator.decide.Seen.by;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.pgbaton.coordinator.decide.backup.Calendar;
import io.pgbaton.coordinator.decide.backup.Policy;
import io.pgbaton.proto.bus.BusRecord;
import io.pgbaton.proto.bus.EventType;
import io.pgbaton.proto.v1.BackupAgentRegistration;
import io.pgbaton.proto.v1.BackupKind;
import io.pgbaton.proto.v1.BackupOverdue;
import io.pgbaton.proto.v1.BackupPolicyState;
import io.pgbaton.proto.v1.BackupTask;
import io.pgbaton.proto.v1.Command;
import io.pgbaton.proto.v1.Outcome;
import io.pgbaton.proto.v1.Result;
import java.time.ZoneOffset;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What retention lets go, from its calendar to the agent and back. */
class ExpiryPlannerTest {
    private static final long MINUTE = 60_000;
    private static final long HOUR = 60 * MINUTE;
    private static final Policy AT_FOUR = Policy.expiry("demo", 2, Calendar.of("0 4 * * *"), ZoneOffset.UTC);

    @Test
    void whatIsDueIsCommandedOnceForItsRepository() {
        Play play = due();
        assertEquals(
                BackupTask.newBuilder()
                        .setStanza("demo")
                        .setRepo(2)
                        .setKind(BackupKind.BACKUP_KIND_EXPIRE)
                        .build(),
                command(play).getBackUp().getTask());
        assertEquals(
                "due since 2026-11-20T04:00:00Z by expire: 0 4 * * * (Z)",
                command(play).getBackUp().getReason());
        assertEquals(BackupKind.BACKUP_KIND_EXPIRE, described(play).getKind());
        at(play, HOUR + 30 * MINUTE);
        assertEquals(1, commands(play).size());
    }

    @Test
    void itsOutcomeEndsItUntilItIsDueAgain() {
        Play play = due();
        outcome(play, HOUR + MINUTE, commands(play).get(0).id(), "demo/repo1", Result.RESULT_DONE);
        outcome(play, HOUR + MINUTE, commands(play).get(0).id(), "demo/repo2", Result.RESULT_LATER);
        assertTrue(described(play).hasOrder(), "of another repository, and not yet");
        outcome(play, HOUR + MINUTE, commands(play).get(0).id(), "demo/repo2", Result.RESULT_DONE);
        assertFalse(described(play).hasOrder());
        assertEquals(1, described(play).getNewestCount(), "when it was done last");
        at(play, 24 * HOUR);
        assertEquals(1, commands(play).size());
        at(play, 25 * HOUR);
        assertEquals(2, commands(play).size());
    }

    @Test
    void oneThatWaitsForABackupAndTakesLongIsNotOrderedTwice() {
        Play play = due();
        at(play, 7 * HOUR);
        assertFalse(described(play).getOrder().getFailed());
        outcome(play, 8 * HOUR, commands(play).get(0).id(), "demo/repo2", Result.RESULT_DONE);
        assertFalse(described(play).hasOrder());
        assertEquals(1, commands(play).size());
    }

    @Test
    void whatAPersonDidAfterItWasDueNeedNotBeDoneAgain() {
        Play play = Play.led(AT_FOUR, "n1", "n2");
        at(play, HOUR);
        assertEquals(0, commands(play).size(), "no agent yet");
        outcome(play, HOUR + MINUTE, "by hand", "demo", Result.RESULT_DONE);
        agent(play);
        at(play, HOUR + 10 * MINUTE);
        assertEquals(0, commands(play).size());
    }

    @Test
    void whatFailedIsTriedAgain() {
        Play play = due();
        outcome(play, HOUR + MINUTE, commands(play).get(0).id(), "demo/repo2", Result.RESULT_FAILED);
        assertTrue(described(play).getOrder().getFailed());
        at(play, HOUR + 10 * MINUTE);
        assertEquals(2, commands(play).size());
    }

    @Test
    void itIsNeverOverdueAsABackupIs() {
        Play play = due();
        at(play, 1000 * HOUR);
        assertEquals(
                0, play.events(EventType.BACKUP_OVERDUE, BackupOverdue.class).size());
    }

    private static Play due() {
        Play play = Play.led(AT_FOUR, "n1", "n2");
        agent(play);
        return at(play, HOUR);
    }

    private static void agent(Play play) {
        BackupAgentRegistration agent = BackupAgentRegistration.newBuilder()
                .setNode("bk1")
                .addStanzas("demo")
                .build();
        play.input(new Input.BackupAgentsRead(play.now(), List.of(agent)));
    }

    private static void outcome(Play play, long atMs, String command, String target, Result result) {
        Outcome outcome = Outcome.newBuilder()
                .setCommandId(command)
                .setAction("expire")
                .setTarget(target)
                .setResult(result)
                .setDurationUs(5_000_000)
                .build();
        play.see(by("bk1", atMs).of(EventType.OUTCOME_RECORDED, "demo", outcome));
    }

    /** The clock is looked at then. */
    private static Play at(Play play, long millis) {
        return play.at(millis - MINUTE).fire(TimerKey.Kind.BACKUP_DUE);
    }

    private static Command command(Play play) {
        return commands(play).get(0).data(Command.class);
    }

    private static List<BusRecord> commands(Play play) {
        return play.world.commands.stream()
                .filter(command -> command.data(Command.class).hasBackUp())
                .toList();
    }

    private static BackupPolicyState described(Play play) {
        return play.world.described.getBackups(0);
    }
}
