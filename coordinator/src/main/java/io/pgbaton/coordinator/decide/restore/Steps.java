package io.pgbaton.coordinator.decide.restore;

import io.pgbaton.proto.v1.BackUp;
import io.pgbaton.proto.v1.BackupKind;
import io.pgbaton.proto.v1.BackupTask;
import io.pgbaton.proto.v1.BackupType;
import io.pgbaton.proto.v1.Command;
import io.pgbaton.proto.v1.Restore;
import io.pgbaton.proto.v1.RestoreInto;
import io.pgbaton.proto.v1.RestoreNode;
import io.pgbaton.proto.v1.RestorePhase;
import io.pgbaton.proto.v1.RestorePlan;
import io.pgbaton.proto.v1.RestoreState;
import io.pgbaton.proto.v1.StartMember;
import java.time.Duration;

/** The order of the steps, and what is commanded in each. */
final class Steps {
    /** How long a command may wait for its turn. */
    private static final Duration VALID = Duration.ofMinutes(10);

    private Steps() {}

    /** @param node index of it in the plan */
    record Step(RestorePhase phase, int node) {}

    /** After which comes what; only the first node is restored from the source, and archives before another is made. */
    static Step after(RestorePlan plan, RestorePhase phase, int node) {
        boolean archived = !plan.getNewStanza().isEmpty();
        return switch (phase) {
            case RESTORE_PHASE_RESTORE -> new Step(RestorePhase.RESTORE_PHASE_START, node);
            case RESTORE_PHASE_START ->
                node == 0 && archived
                        ? new Step(RestorePhase.RESTORE_PHASE_STANZA_CREATE, 0)
                        : nextNode(plan, node, archived);
            case RESTORE_PHASE_STANZA_CREATE -> new Step(RestorePhase.RESTORE_PHASE_CHECK, 0);
            case RESTORE_PHASE_CHECK -> new Step(RestorePhase.RESTORE_PHASE_BACKUP, 0);
            default -> nextNode(plan, node, archived);
        };
    }

    private static Step nextNode(RestorePlan plan, int node, boolean archived) {
        if (node + 1 >= plan.getNodesCount()) {
            return new Step(RestorePhase.RESTORE_PHASE_COMPLETED, node);
        }
        return new Step(archived ? RestorePhase.RESTORE_PHASE_RESTORE : RestorePhase.RESTORE_PHASE_START, node + 1);
    }

    /** Whose agent has to do it. */
    static String agent(RestoreState state) {
        return switch (state.getPhase()) {
            case RESTORE_PHASE_STANZA_CREATE, RESTORE_PHASE_CHECK, RESTORE_PHASE_BACKUP ->
                state.getPlan().getBackupNode();
            default -> state.getPlan().getNodes(state.getNode()).getNode();
        };
    }

    static Command command(RestoreState state) {
        Command.Builder command = Command.newBuilder().setNode(agent(state)).setValidForMs((int) VALID.toMillis());
        String reason = "restore " + state.getId() + ": " + state.getReason();
        switch (state.getPhase()) {
            case RESTORE_PHASE_RESTORE ->
                command.setRestore(Restore.newBuilder()
                        .setTask(restore(state))
                        .setActor(state.getActor())
                        .setReason(reason));
            case RESTORE_PHASE_START -> command.setStartMember(start(state, reason));
            default ->
                command.setBackUp(BackUp.newBuilder()
                        .setTask(backUp(state))
                        .setActor(state.getActor())
                        .setReason(reason));
        }
        return command.build();
    }

    /** The first from the source, up to the target; a replica from the first backup of the new cluster, and all of its WAL. */
    private static BackupTask restore(RestoreState state) {
        RestorePlan plan = state.getPlan();
        RestoreNode node = plan.getNodes(state.getNode());
        RestoreInto.Builder into = RestoreInto.newBuilder()
                .setRestore(state.getId())
                .setMember(node.getMember())
                .setBytes(plan.getBytes())
                .setSourceStanza(plan.getStanza());
        BackupTask.Builder task = BackupTask.newBuilder().setKind(BackupKind.BACKUP_KIND_RESTORE);
        if (state.getNode() == 0) {
            into.setTarget(plan.getTarget());
            task.setStanza(plan.getStanza()).setSet(plan.getSet()).setRepo(plan.getRepo());
        } else {
            task.setStanza(plan.getNewStanza());
        }
        return task.setInto(into).build();
    }

    private static StartMember start(RestoreState state, String reason) {
        RestorePlan plan = state.getPlan();
        StartMember.Builder start = StartMember.newBuilder()
                .setRestore(state.getId())
                .setMember(plan.getNodes(state.getNode()).getMember())
                .setReplica(state.getNode() > 0)
                .setSystemIdentifier(plan.getSystemIdentifier())
                .setSourceStanza(plan.getStanza())
                .setActor(state.getActor())
                .setReason(reason);
        if (state.getNode() == 0) {
            start.setProbe(plan.getProbe()).setExpected(plan.getExpected()).setTarget(plan.getTarget());
        }
        return start.build();
    }

    private static BackupTask backUp(RestoreState state) {
        BackupTask.Builder task =
                BackupTask.newBuilder().setStanza(state.getPlan().getNewStanza());
        return switch (state.getPhase()) {
            case RESTORE_PHASE_STANZA_CREATE ->
                task.setKind(BackupKind.BACKUP_KIND_STANZA_CREATE).build();
            case RESTORE_PHASE_CHECK ->
                task.setKind(BackupKind.BACKUP_KIND_CHECK).build();
            default ->
                task.setKind(BackupKind.BACKUP_KIND_BACKUP)
                        .setType(BackupType.BACKUP_TYPE_FULL)
                        .build();
        };
    }
}
