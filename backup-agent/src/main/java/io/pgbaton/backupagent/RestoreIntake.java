package io.pgbaton.backupagent;

import io.pgbaton.backupagent.act.Wrapper;
import io.pgbaton.backupagent.decide.Job;
import io.pgbaton.proto.Scope;
import io.pgbaton.proto.bus.BusRecord;
import io.pgbaton.proto.v1.BackupKind;
import io.pgbaton.proto.v1.BackupTask;
import io.pgbaton.proto.v1.BackupType;
import io.pgbaton.proto.v1.Command;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** Hands what is commanded for a member of this host to it. */
record RestoreIntake(List<Restores> members) {
    /** It becomes part of the name of a folder. */
    private static final Pattern RESTORE = Pattern.compile("[A-Za-z0-9._-]{1,80}");

    static boolean concerns(Command command) {
        return switch (command.getActionCase()) {
            case RESTORE, START_MEMBER, SET_MEMBER_ASIDE, PUT_MEMBER_BACK, VERIFY_RESTORED -> true;
            default -> false;
        };
    }

    /** As on the audit. */
    static String action(Command command) {
        if (!command.hasRestore()) {
            return MemberTask.of("", command).kind().action();
        }
        BackupKind kind = command.getRestore().getTask().getKind();
        return Wrapper.command(kind == BackupKind.UNRECOGNIZED ? BackupKind.BACKUP_KIND_RESTORE : kind);
    }

    /** As on the audit: what a command is for. */
    static String target(Command command) {
        return command.hasRestore() ? command.getRestore().getTask().getStanza() : name(command);
    }

    /** What is wrong with the command, empty when nothing is. */
    Optional<String> fault(Scope scope, Command command) {
        if (of(scope, command).isEmpty()) {
            return Optional.of("this agent has no member " + name(command) + " of " + scope + " under `members`, only "
                    + members.stream().map(one -> one.member().name()).toList());
        }
        if (!RESTORE.matcher(restore(command)).matches()) {
            return Optional.of("a restore has an id of letters, digits and . _ -, of 80 at most");
        }
        if (cluster(command).filter(String::isEmpty).isPresent()) {
            return Optional.of("data is known by its system identifier alone, and the command has none");
        }
        return command.hasRestore() ? fault(command.getRestore().getTask()) : Optional.empty();
    }

    /** The system identifier that it is about, where there has to be one. */
    private static Optional<String> cluster(Command command) {
        return switch (command.getActionCase()) {
            case SET_MEMBER_ASIDE -> Optional.of(command.getSetMemberAside().getSystemIdentifier());
            case VERIFY_RESTORED -> Optional.of(command.getVerifyRestored().getSystemIdentifier());
            default -> Optional.empty();
        };
    }

    private static Optional<String> fault(BackupTask task) {
        if (task.getKind() != BackupKind.BACKUP_KIND_RESTORE || task.getStanza().isEmpty()) {
            return Optional.of("a restore names its stanza and what it is of");
        }
        return task.getType() == BackupType.BACKUP_TYPE_UNSPECIFIED
                ? Optional.empty()
                : Optional.of("a restore has no type");
    }

    /** There is no fault with it. */
    void accept(BusRecord record, Command command, Duration patience) {
        Restores member = of(record.scope(), command).orElseThrow();
        switch (command.getActionCase()) {
            case START_MEMBER -> member.start(task(record, command), command.getStartMember());
            case SET_MEMBER_ASIDE -> member.setAside(task(record, command), command.getSetMemberAside());
            case PUT_MEMBER_BACK -> member.putBack(task(record, command), command.getPutMemberBack());
            case VERIFY_RESTORED -> member.verify(task(record, command), command.getVerifyRestored());
            default -> member.restore(job(record, command, patience));
        }
    }

    /** It was taken in before. */
    void already(BusRecord record, Command command) {
        Restores member = of(record.scope(), command).orElseThrow();
        if (command.hasRestore()) {
            member.records().already(job(record, command, Duration.ZERO));
        } else {
            member.already(task(record, command));
        }
    }

    private Optional<Restores> of(Scope scope, Command command) {
        return members.stream()
                .filter(one -> one.member().scope().equals(scope)
                        && one.member().name().equals(name(command)))
                .findFirst();
    }

    private static String name(Command command) {
        return command.hasRestore()
                ? command.getRestore().getTask().getInto().getMember()
                : MemberTask.of("", command).member();
    }

    private static String restore(Command command) {
        return command.hasRestore()
                ? command.getRestore().getTask().getInto().getRestore()
                : MemberTask.of("", command).restore();
    }

    private static MemberTask task(BusRecord record, Command command) {
        return MemberTask.of(record.id(), command);
    }

    private static Job job(BusRecord record, Command command, Duration patience) {
        return new Job(
                record.id(),
                command.getRestore().getTask(),
                command.getRestore().getActor(),
                command.getRestore().getReason(),
                record.correlationId(),
                System.nanoTime() + patience.toNanos(),
                true);
    }
}
