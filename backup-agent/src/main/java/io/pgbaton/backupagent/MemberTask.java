package io.pgbaton.backupagent;

import io.pgbaton.proto.v1.Command;
import io.pgbaton.proto.v1.PutMemberBack;
import io.pgbaton.proto.v1.RestorePhase;
import io.pgbaton.proto.v1.SetMemberAside;
import io.pgbaton.proto.v1.StartMember;
import io.pgbaton.proto.v1.VerifyRestored;

/**
 * One step of a restore at one member, but for the restoring itself.
 *
 * @param command its id
 * @param reason with who asked
 */
record MemberTask(String command, Kind kind, String member, String restore, String reason) {

    /** What is to be done. */
    enum Kind {
        START("start member", RestorePhase.RESTORE_PHASE_START),
        SET_ASIDE("set member aside", RestorePhase.RESTORE_PHASE_SET_ASIDE),
        PUT_BACK("put member back", RestorePhase.RESTORE_PHASE_PUT_BACK),
        VERIFY("verify restored", RestorePhase.RESTORE_PHASE_VERIFY);

        private final String action;
        private final RestorePhase phase;

        Kind(String action, RestorePhase phase) {
            this.action = action;
            this.phase = phase;
        }

        /** As on the audit. */
        String action() {
            return action;
        }

        RestorePhase phase() {
            return phase;
        }
    }

    /** @throws IllegalArgumentException when it is of another kind: see {@link RestoreIntake#concerns} */
    static MemberTask of(String id, Command command) {
        return switch (command.getActionCase()) {
            case START_MEMBER -> of(id, command.getStartMember());
            case SET_MEMBER_ASIDE -> of(id, command.getSetMemberAside());
            case PUT_MEMBER_BACK -> of(id, command.getPutMemberBack());
            case VERIFY_RESTORED -> of(id, command.getVerifyRestored());
            default -> throw new IllegalArgumentException(command.getActionCase() + " is no step at a member");
        };
    }

    private static MemberTask of(String id, StartMember asked) {
        String reason = asked.getActor() + ": " + asked.getReason();
        return new MemberTask(id, Kind.START, asked.getMember(), asked.getRestore(), reason);
    }

    private static MemberTask of(String id, SetMemberAside asked) {
        String reason = asked.getActor() + ": " + asked.getReason();
        return new MemberTask(id, Kind.SET_ASIDE, asked.getMember(), asked.getRestore(), reason);
    }

    private static MemberTask of(String id, PutMemberBack asked) {
        String reason = asked.getActor() + ": " + asked.getReason();
        return new MemberTask(id, Kind.PUT_BACK, asked.getMember(), asked.getRestore(), reason);
    }

    private static MemberTask of(String id, VerifyRestored asked) {
        String reason = asked.getActor() + ": " + asked.getReason();
        return new MemberTask(id, Kind.VERIFY, asked.getMember(), asked.getRestore(), reason);
    }
}
