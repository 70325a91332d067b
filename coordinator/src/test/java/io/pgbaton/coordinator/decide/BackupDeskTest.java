package io.pgbaton.coordinator.decide;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.pgbaton.proto.bus.BusRecord;
import io.pgbaton.proto.v1.BackUp;
import io.pgbaton.proto.v1.BackupKind;
import io.pgbaton.proto.v1.BackupRequest;
import io.pgbaton.proto.v1.BackupTask;
import io.pgbaton.proto.v1.Command;
import org.junit.jupiter.api.Test;

class BackupDeskTest {
    private static final BackupRequest BY_ANN = BackupRequest.newBuilder()
            .setActor("ann@db1")
            .setReason("new disk")
            .setNode("bk1")
            .setValidForMs(60_000)
            .setTask(BackupTask.newBuilder().setStanza("demo").setKind(BackupKind.BACKUP_KIND_BACKUP))
            .build();

    @Test
    void theAgentThatIsNamedIsCommandedWithWhoAndWhy() {
        Play play = asked(Play.led("n1", "n2"), BY_ANN, 70);
        BusRecord command = play.world.commands.get(0);
        Command data = command.data(Command.class);
        assertEquals("bk1", data.getNode());
        assertEquals(60_000, data.getValidForMs());
        assertEquals(
                BackUp.newBuilder()
                        .setTask(BY_ANN.getTask())
                        .setActor("ann@db1")
                        .setReason("new disk")
                        .build(),
                data.getBackUp());
        assertEquals(0, data.getEpoch(), "a backup is of no epoch");
    }

    @Test
    void r8OnePutIsOneCommandAndThreePutsAreThree() {
        Play play = asked(asked(Play.led("n1"), BY_ANN, 70), BY_ANN, 70);
        assertEquals(1, play.world.commands.size());
        asked(asked(play, BY_ANN, 71), BY_ANN, 72);
        assertEquals(
                3, play.world.commands.stream().map(BusRecord::id).distinct().count());
    }

    @Test
    void whatNamesNobodyIsNobodys() {
        assertTrue(asked(Play.led("n1"), BackupRequest.getDefaultInstance(), 70)
                .world
                .commands
                .isEmpty());
    }

    private static Play asked(Play play, BackupRequest request, long revision) {
        return play.input(new Input.BackupAsked(play.now(), revision, request));
    }
}
