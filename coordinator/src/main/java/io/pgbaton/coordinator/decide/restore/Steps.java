package io.pgbaton.coordinator.decide.restore;

import io.pgbaton.proto.v1.BackUp;
import io.pgbaton.proto.v1.BackupKind;
import io.pgbaton.proto.v1.BackupTask;
import io.pgbaton.proto.v1.BackupType;
import io.pgbaton.proto.v1.Command;
import io.pgbaton.proto.v1.PutMemberBack;
import io.pgbaton.proto.v1.Restore;
import io.pgbaton.proto.v1.RestoreInto;
import io.pgbaton.proto.v1.RestoreKind;
import io.pgbaton.proto.v1.RestorePlan;
import io.pgbaton.proto.v1.RestoreState;
import io.pgbaton.proto.v1.SetMemberAside;
import io.pgbaton.proto.v1.StartMember;
import io.pgbaton.proto.v1.VerifyRestored;
import java.time.Duration;

/** What is commanded in each step, and of whom. */
final class Steps {
    /** How long a command may wait for its turn. */
    private static final Duration VALID = Duration.ofMinutes(10);

    private Steps() {}

    /** Whose agent has to do it; empty when it is the coordinator's own work. */
    static String agent(RestoreState state) {
        return switch (state.getPhase()) {
            case RESTORE_PHASE_STANZA_CREATE, RESTORE_PHASE_CHECK, RESTORE_PHASE_BACKUP ->
                state.getPlan().getBackupNode();
            case RESTORE_PHASE_CLEAN -> "";
            default -> state.getPlan().getNodes(state.getNode()).getNode();
        };
    }

    /**
     * Of a step that an agent does.
     *
     * @param leader of the scope now, empty when there is none
     */
    static Command command(RestoreState state, String leader) {
        Command.Builder command = Command.newBuilder().setNode(agent(state)).setValidForMs((int) VALID.toMillis());
        String reason = "restore " + state.getId() + ": " + state.getReason();
        switch (state.getPhase()) {
            case RESTORE_PHASE_RESTORE ->
                command.setRestore(Restore.newBuilder()
                        .setTask(restore(state))
                        .setActor(state.getActor())
                        .setReason(reason));
            case RESTORE_PHASE_START -> command.setStartMember(start(state, reason));
            case RESTORE_PHASE_VERIFY -> command.setVerifyRestored(verify(state, reason));
            case RESTORE_PHASE_SET_ASIDE -> command.setSetMemberAside(aside(state, reason));
            case RESTORE_PHASE_PUT_BACK -> command.setPutMemberBack(putBack(state, leader, reason));
            default ->
                command.setBackUp(BackUp.newBuilder()
                        .setTask(backUp(state))
                        .setActor(state.getActor())
                        .setReason(reason));
        }
        return command.build();
    }

    /**
     * The first node up to the target; another one from the newest backup, and all WAL: by then that is the first backup of the
     * new cluster, or of the one that went back.
     */
    private static BackupTask restore(RestoreState state) {
        RestorePlan plan = state.getPlan();
        RestoreInto.Builder into = RestoreInto.newBuilder()
                .setRestore(state.getId())
                .setMember(member(state))
                .setBytes(plan.getBytes())
                .setSourceStanza(source(plan))
                .setNoArchive(isWithoutArchive(plan))
                .setBesideData(plan.getKind() != RestoreKind.RESTORE_KIND_CLUSTER);
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
        boolean replica = plan.getKind() == RestoreKind.RESTORE_KIND_MEMBER || state.getNode() > 0;
        StartMember.Builder start = StartMember.newBuilder()
                .setRestore(state.getId())
                .setMember(member(state))
                .setReplica(replica)
                .setSystemIdentifier(plan.getSystemIdentifier())
                .setSourceStanza(source(plan))
                .setNoArchive(isWithoutArchive(plan))
                .setActor(state.getActor())
                .setReason(reason);
        if (!replica) {
            start.setTarget(plan.getTarget());
            // It was asked before anybody could write.
            if (plan.getKind() == RestoreKind.RESTORE_KIND_CLUSTER || !Course.isVerified(plan)) {
                start.setProbe(plan.getProbe()).setExpected(plan.getExpected());
            }
        }
        return start.build();
    }

    private static VerifyRestored verify(RestoreState state, String reason) {
        RestorePlan plan = state.getPlan();
        return VerifyRestored.newBuilder()
                .setRestore(state.getId())
                .setMember(member(state))
                .setSystemIdentifier(plan.getSystemIdentifier())
                .setProbe(plan.getProbe())
                .setExpected(plan.getExpected())
                .setActor(state.getActor())
                .setReason(reason)
                .build();
    }

    private static SetMemberAside aside(RestoreState state, String reason) {
        RestorePlan plan = state.getPlan();
        return SetMemberAside.newBuilder()
                .setRestore(state.getId())
                .setMember(member(state))
                .setSystemIdentifier(plan.getSystemIdentifier())
                .setPrimaryToo(plan.getKind() == RestoreKind.RESTORE_KIND_IN_PLACE)
                .setDelta(plan.getDelta())
                .setActor(state.getActor())
                .setReason(reason)
                .build();
    }

    /** In place the one that was set aside last was the leader, or leads still, when it could not be stopped. */
    private static PutMemberBack putBack(RestoreState state, String leader, String reason) {
        RestorePlan plan = state.getPlan();
        return PutMemberBack.newBuilder()
                .setRestore(state.getId())
                .setMember(member(state))
                .setReplica(plan.getKind() == RestoreKind.RESTORE_KIND_MEMBER || isAnothers(leader, state))
                .setActor(state.getActor())
                .setReason(reason)
                .build();
    }

    private static boolean isAnothers(String leader, RestoreState state) {
        return !leader.isEmpty() && !leader.equals(member(state));
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
                        .setType(type(state.getPlan()))
                        .build();
        };
    }

    /** After a change of the timeline pgBackRest compares checksums by itself, so an incremental one is whole. */
    private static BackupType type(RestorePlan plan) {
        return plan.getKind() == RestoreKind.RESTORE_KIND_IN_PLACE
                ? BackupType.BACKUP_TYPE_INCR
                : BackupType.BACKUP_TYPE_FULL;
    }

    private static String member(RestoreState state) {
        return state.getPlan().getNodes(state.getNode()).getMember();
    }

    private static boolean isWithoutArchive(RestorePlan plan) {
        return plan.getKind() == RestoreKind.RESTORE_KIND_CLUSTER
                && plan.getNewStanza().isEmpty();
    }

    /** Whose archive is not to be spoiled; one's own is not another's. */
    private static String source(RestorePlan plan) {
        return plan.getKind() == RestoreKind.RESTORE_KIND_CLUSTER ? plan.getStanza() : "";
    }
}
