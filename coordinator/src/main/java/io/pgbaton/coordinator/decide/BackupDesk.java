package io.pgbaton.coordinator.decide;

import io.pgbaton.proto.bus.BusRecord;
import io.pgbaton.proto.id.EventIds;
import io.pgbaton.proto.v1.BackUp;
import io.pgbaton.proto.v1.BackupRequest;
import io.pgbaton.proto.v1.Command;

/**
 * Passes on what a person asks of a backup agent: the right to put the key in etcd is the right to ask. The agent refuses what
 * it cannot do, and while the scope is paused, which it reads in etcd itself; so nothing is remembered here.
 *
 * <pre>
 * input        does
 * BackupAsked  commands the node that it names; the id of the command derives from the put's revision (R8)
 *              ignores one that names no node, and one that was passed on before
 * </pre>
 */
final class BackupDesk {
    private final Turn turn;

    BackupDesk(Turn turn) {
        this.turn = turn;
    }

    void asked(long revision, BackupRequest request) {
        if (request.getNode().isEmpty()) {
            return;
        }
        Command command = Command.newBuilder()
                .setNode(request.getNode())
                .setValidForMs(request.getValidForMs())
                .setBackUp(BackUp.newBuilder()
                        .setTask(request.getTask())
                        .setActor(request.getActor())
                        .setReason(request.getReason()))
                .build();
        String id = EventIds.backup(turn.identity.etcdCluster(), turn.identity.scope(), revision);
        BusRecord record = turn.records.backUp(id, command, "");
        if (turn.isNew(record)) {
            turn.urgently(new Action.SendCommand(record, 1));
        }
    }
}
