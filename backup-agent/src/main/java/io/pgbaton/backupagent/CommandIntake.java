package io.pgbaton.backupagent;

import io.micrometer.core.instrument.MeterRegistry;
import io.pgbaton.backupagent.act.StanzaRecorder;
import io.pgbaton.backupagent.act.Wrapper;
import io.pgbaton.backupagent.decide.Job;
import io.pgbaton.proto.Scope;
import io.pgbaton.proto.bus.BusRecord;
import io.pgbaton.proto.bus.EventType;
import io.pgbaton.proto.v1.BackupKind;
import io.pgbaton.proto.v1.BackupTask;
import io.pgbaton.proto.v1.Command;
import io.pgbaton.proto.v1.Refusal;
import io.pgbaton.proto.v1.RefusalReason;
import io.pgbaton.runtime.command.Heard;
import io.pgbaton.runtime.command.TakenCommands;
import io.pgbaton.runtime.record.Audit;
import io.pgbaton.runtime.record.AuditMetrics;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/** Hands a command of the bus to the stanza that it is for; what cannot be done is refused with the reason. */
final class CommandIntake {
    private static final Duration USUAL_PATIENCE = Duration.ofMinutes(10);

    private final String node;
    private final Map<String, Stanza> stanzas;
    private final RestoreIntake restores;
    private final Map<Scope, StanzaRecorder> recorders;
    private final MeterRegistry registry;
    private final TakenCommands taken;

    /** @param taken told of each command that was dealt with, so that no later life does it again */
    CommandIntake(
            String node,
            Map<String, Stanza> stanzas,
            RestoreIntake restores,
            Map<Scope, StanzaRecorder> recorders,
            MeterRegistry registry,
            TakenCommands taken) {
        this.node = node;
        this.stanzas = Map.copyOf(stanzas);
        this.restores = restores;
        this.recorders = Map.copyOf(recorders);
        this.registry = registry;
        this.taken = taken;
    }

    /** On the event loop. A node agent on the same host may bear the same name: its commands are not ours. */
    void accept(Heard heard) {
        BusRecord record = heard.record();
        if (record.type() != EventType.COMMAND_ISSUED || !recorders.containsKey(record.scope())) {
            return;
        }
        Command command = record.data(Command.class);
        if (command.hasBackUp() && command.getNode().equals(node)) {
            consider(heard, command);
            taken.took(heard.delivery());
        } else if (RestoreIntake.concerns(command) && command.getNode().equals(node)) {
            considerRestore(heard, command);
            taken.took(heard.delivery());
        } else {
            taken.passedOver(heard.delivery());
        }
    }

    private static Duration patience(Command command) {
        return command.getValidForMs() == 0
                ? USUAL_PATIENCE
                : Duration.ofMillis(Integer.toUnsignedLong(command.getValidForMs()));
    }

    /** One that comes late is of a coordinator that has asked again since. */
    private void considerRestore(Heard heard, Command command) {
        BusRecord record = heard.record();
        Duration age = heard.late() ? age(heard) : Duration.ZERO;
        Optional<String> fault = restores.fault(record.scope(), command);
        String action = RestoreIntake.action(command);
        String target = RestoreIntake.target(command);
        if (fault.isPresent()) {
            refuse(record, action, target, RefusalReason.MALFORMED, fault.get());
        } else if (heard.repeated()) {
            restores.already(record, command);
        } else if (age.compareTo(patience(command)) > 0) {
            refuse(
                    record,
                    action,
                    target,
                    RefusalReason.EXPIRED,
                    "it came " + age.toSeconds() + " s before this agent was there");
        } else {
            restores.accept(record, command, patience(command).minus(age));
        }
    }

    private void consider(Heard heard, Command command) {
        BackupTask task = command.getBackUp().getTask();
        Duration patience = patience(command);
        Optional<String> fault = fault(heard.record().scope(), task);
        String action = task.getKind() == BackupKind.UNRECOGNIZED ? "back up" : Wrapper.command(task.getKind());
        Duration age = heard.late() ? age(heard) : Duration.ZERO;
        if (fault.isPresent()) {
            refuse(
                    heard.record(),
                    action,
                    task.getStanza(),
                    isUnknown(heard.record().scope(), task) ? RefusalReason.UNKNOWN_STANZA : RefusalReason.MALFORMED,
                    fault.get());
        } else if (heard.repeated()) {
            stanzas.get(task.getStanza()).records().already(job(heard.record(), command, patience));
        } else if (age.compareTo(patience) > 0) {
            refuse(
                    heard.record(),
                    action,
                    task.getStanza(),
                    RefusalReason.EXPIRED,
                    "it came " + age.toSeconds() + " s before this agent was there to hear it");
        } else {
            stanzas.get(task.getStanza()).command(job(heard.record(), command, patience.minus(age)));
        }
    }

    /** Two clocks are compared here, of the bus and of this host; an error makes one backup more or less, and is told. */
    private static Duration age(Heard heard) {
        Duration age = Duration.between(heard.delivery().published(), Instant.now());
        return age.isNegative() ? Duration.ZERO : age;
    }

    private Optional<String> fault(Scope scope, BackupTask task) {
        if (isUnknown(scope, task)) {
            return Optional.of(
                    "this agent has no stanza " + task.getStanza() + " of " + scope + ", only " + stanzas.keySet());
        }
        Stanza stanza = stanzas.get(task.getStanza());
        return stanza.drills().fault(task).or(() -> TaskCheck.fault(stanza.config(), task));
    }

    private boolean isUnknown(Scope scope, BackupTask task) {
        Stanza stanza = stanzas.get(task.getStanza());
        return stanza == null || !stanza.config().scope().equals(scope);
    }

    private static Job job(BusRecord record, Command command, Duration patience) {
        return new Job(
                record.id(),
                command.getBackUp().getTask(),
                command.getBackUp().getActor(),
                command.getBackUp().getReason(),
                record.correlationId(),
                System.nanoTime() + patience.toNanos(),
                true);
    }

    private void refuse(BusRecord record, String action, String target, RefusalReason reason, String detail) {
        Refusal refusal = Refusal.newBuilder()
                .setCommandId(record.id())
                .setAction(action)
                .setTarget(target)
                .setReason(reason)
                .setDetail(detail)
                .build();
        new Audit(recorders.get(record.scope()), new AuditMetrics(registry, record.scope())).refused(node, refusal);
    }
}
