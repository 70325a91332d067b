package io.pgbaton.backupagent;

import io.pgbaton.proto.v1.Command;
import io.pgbaton.proto.v1.RestorePhase;

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
            case START_MEMBER -> {
                var start = command.getStartMember();
                yield new MemberTask(
                        id,
                        Kind.START,
                        start.getMember(),
                        start.getRestore(),
                        start.getActor() + ": " + start.getReason());
            }
            case SET_MEMBER_ASIDE -> {
                var aside = command.getSetMemberAside();
                yield new MemberTask(
                        id,
                        Kind.SET_ASIDE,
                        aside.getMember(),
                        aside.getRestore(),
                        aside.getActor() + ": " + aside.getReason());
            }
            case PUT_MEMBER_BACK -> {
                var back = command.getPutMemberBack();
                yield new MemberTask(
                        id,
                        Kind.PUT_BACK,
                        back.getMember(),
                        back.getRestore(),
                        back.getActor() + ": " + back.getReason());
            }
            case VERIFY_RESTORED -> {
                var verify = command.getVerifyRestored();
                yield new MemberTask(
                        id,
                        Kind.VERIFY,
                        verify.getMember(),
                        verify.getRestore(),
                        verify.getActor() + ": " + verify.getReason());
            }
            default -> throw new IllegalArgumentException(command.getActionCase() + " is no step at a member");
        };
    }
}
