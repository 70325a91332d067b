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
import io.pgbaton.proto.v1.BackupPolicyState;
import io.pgbaton.proto.v1.BackupTask;
import io.pgbaton.proto.v1.Command;
import io.pgbaton.proto.v1.DrillCompleted;
import io.pgbaton.proto.v1.DrillFailed;
import io.pgbaton.proto.v1.DrilledBackup;
import java.time.ZoneOffset;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A drill from its calendar to the world. */
class DrillPlannerTest {
    private static final long MINUTE = 60_000;
    private static final long HOUR = 60 * MINUTE;
    private static final Policy AT_FOUR = Policy.drills("demo", 1, Calendar.of("0 4 * * *"), ZoneOffset.UTC);

    @Test
    void oneThatIsDueIsCommandedOfAnAgentThatOffersDrills() {
        Play play = due();
        Command command = commands(play).get(0).data(Command.class);
        assertEquals("bk2", command.getNode());
        assertEquals(
                "due since 2026-11-20T04:00:00Z by drill: 0 4 * * * (Z)",
                command.getBackUp().getReason());
        assertEquals(
                BackupTask.newBuilder()
                        .setStanza("demo")
                        .setRepo(1)
                        .setKind(BackupKind.BACKUP_KIND_DRILL)
                        .build(),
                command.getBackUp().getTask());
        assertEquals(BackupKind.BACKUP_KIND_DRILL, described(play).getKind());
    }

    @Test
    void itsEndIsToldToTheWorldAndTheNextIsOfTheNextTime() {
        Play play = due();
        DrillCompleted drill = DrillCompleted.newBuilder()
                .setCommandId(commands(play).get(0).id())
                .setNode("bk2")
                .setTask(commands(play).get(0).data(Command.class).getBackUp().getTask())
                .setBackup(DrilledBackup.newBuilder().setRepo(1))
                .setDurationMs(10 * MINUTE)
                .build();
        play.see(by("bk2", HOUR + 20 * MINUTE).of(EventType.DRILL_COMPLETED, "demo", drill));
        assertFalse(described(play).hasOrder());
        assertEquals(
                1, play.events(EventType.DRILL_COMPLETED, DrillCompleted.class).size());
        at(play, HOUR + 50 * MINUTE);
        assertEquals(1, commands(play).size());
    }

    @Test
    void oneThatFailedIsToldToTheWorld() {
        Play play = due();
        DrillFailed failed = DrillFailed.newBuilder()
                .setCommandId(commands(play).get(0).id())
                .setName("check-failed")
                .setDetail("amcheck: damaged")
                .build();
        play.see(by("bk2", HOUR + 20 * MINUTE).of(EventType.DRILL_FAILED, "demo", failed));
        assertEquals(
                "check-failed: amcheck: damaged", described(play).getOrder().getWhy());
        assertTrue(described(play).getOrder().getFailed());
        assertEquals(1, play.events(EventType.DRILL_FAILED, DrillFailed.class).size());
    }

    private static Play due() {
        Play play = Play.led(AT_FOUR, "n1", "n2");
        List<BackupAgentRegistration> agents = List.of(agent("bk1", false), agent("bk2", true));
        play.input(new Input.BackupAgentsRead(play.now(), agents));
        return at(play, HOUR);
    }

    private static BackupAgentRegistration agent(String node, boolean drills) {
        return BackupAgentRegistration.newBuilder()
                .setNode(node)
                .addStanzas("demo")
                .setDrills(drills)
                .build();
    }

    /** The clock is looked at then. */
    private static Play at(Play play, long millis) {
        return play.at(millis - MINUTE).fire(TimerKey.Kind.BACKUP_DUE);
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
