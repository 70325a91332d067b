package io.pgbaton.backupagent;

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

/** Hands what is commanded for a member of this host to it. */
record RestoreIntake(List<Restores> members) {

    static boolean concerns(Command command) {
        return command.hasRestore() || command.hasStartMember();
    }

    /** What is wrong with the command, empty when nothing is. */
    Optional<String> fault(Scope scope, Command command) {
        if (of(scope, command).isEmpty()) {
            return Optional.of("this agent has no member " + name(command) + " of " + scope + " under `members`, only "
                    + members.stream().map(one -> one.member().name()).toList());
        }
        if (!command.hasRestore()) {
            return Optional.empty();
        }
        BackupTask task = command.getRestore().getTask();
        if (task.getKind() != BackupKind.BACKUP_KIND_RESTORE
                || task.getStanza().isEmpty()
                || task.getInto().getRestore().isEmpty()) {
            return Optional.of("a restore names its stanza and what it is of");
        }
        return task.getType() == BackupType.BACKUP_TYPE_UNSPECIFIED
                ? Optional.empty()
                : Optional.of("a restore has no type");
    }

    /** There is no fault with it. */
    void accept(BusRecord record, Command command, Duration patience) {
        Restores member = of(record.scope(), command).orElseThrow();
        if (command.hasRestore()) {
            member.restore(job(record, command, patience));
        } else {
            member.start(record.id(), command.getStartMember());
        }
    }

    /** It was taken in before. */
    void already(BusRecord record, Command command) {
        of(record.scope(), command).orElseThrow().records().already(job(record, command, Duration.ZERO));
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
                : command.getStartMember().getMember();
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
