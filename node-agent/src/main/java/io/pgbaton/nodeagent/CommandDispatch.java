package io.pgbaton.nodeagent;

import io.pgbaton.nodeagent.decide.address.AddressInput;
import io.pgbaton.nodeagent.kernel.BootClock;
import io.pgbaton.proto.Scope;
import io.pgbaton.proto.bus.BusRecord;
import io.pgbaton.proto.bus.EventType;
import io.pgbaton.proto.v1.Command;
import io.pgbaton.proto.v1.PrimaryWritable;
import io.pgbaton.proto.v1.Refusal;
import io.pgbaton.proto.v1.RefusalReason;
import io.pgbaton.runtime.command.Heard;
import io.pgbaton.runtime.command.TakenCommands;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Hands a command of the bus to the machine that it concerns; what nobody here can do is refused with the reason. */
final class CommandDispatch {
    private static final Logger log = LoggerFactory.getLogger(CommandDispatch.class);

    private final String node;
    private final Map<Scope, ScopeAgent> scopes;
    private final TakenCommands taken;

    /** @param taken told of each command that was dealt with, so that no later life does it again */
    CommandDispatch(String node, Map<Scope, ScopeAgent> scopes, TakenCommands taken) {
        this.node = node;
        this.taken = taken;
        this.scopes = Map.copyOf(scopes);
    }

    /** On the event loop. Of all that is on the bus a command for this node and a writable primary are our business. */
    void accept(Heard heard) {
        BusRecord record = heard.record();
        ScopeAgent scope = scopes.get(record.scope());
        if (scope == null) {
            return;
        }
        if (record.type() == EventType.PRIMARY_WRITABLE) {
            scope.told(record.data(PrimaryWritable.class));
        } else if (record.type() == EventType.COMMAND_ISSUED) {
            Command command = record.data(Command.class);
            if (command.getNode().equals(node) && !isOfTheBackupAgent(command)) {
                consider(scope, heard, command);
                taken.took(heard.delivery());
            } else {
                taken.passedOver(heard.delivery());
            }
        }
    }

    /** It may be on this node too, and bear its name. */
    private static boolean isOfTheBackupAgent(Command command) {
        return switch (command.getActionCase()) {
            case BACK_UP, RESTORE, START_MEMBER, SET_MEMBER_ASIDE, PUT_MEMBER_BACK, VERIFY_RESTORED -> true;
            case ACQUIRE_ADDRESS, RELEASE_ADDRESS, PREPARE_ROUTE, ROUTE, DRAIN, UNDRAIN, REHEARSE, ACTION_NOT_SET ->
                false;
        };
    }

    private void consider(ScopeAgent scope, Heard heard, Command command) {
        if (command.hasRehearse() && (heard.repeated() || heard.late())) {
            log.debug(
                    "A rehearsal that is over is not answered. command={}",
                    heard.record().id());
        } else if (heard.repeated()) {
            scope.already(node, heard.record().id(), name(command), command.getEpoch());
        } else if (heard.late() && isOfTheMoment(command)) {
            refuse(
                    scope,
                    heard.record().id(),
                    command,
                    RefusalReason.EXPIRED,
                    "it came while this agent was not running");
        } else {
            dispatch(scope, heard.record(), command);
        }
    }

    /** What ought to be in an epoch is as true later. What helps a switch along is not. */
    private static boolean isOfTheMoment(Command command) {
        return switch (command.getActionCase()) {
            case PREPARE_ROUTE, DRAIN, UNDRAIN, REHEARSE -> true;
            default -> false;
        };
    }

    private void dispatch(ScopeAgent scope, BusRecord record, Command command) {
        boolean known =
                switch (command.getActionCase()) {
                    case ACQUIRE_ADDRESS ->
                        address(
                                scope,
                                command.getAcquireAddress().getName(),
                                new AddressInput.AcquireCommanded(BootClock.nanos(), record.id(), command.getEpoch()));
                    case RELEASE_ADDRESS ->
                        address(
                                scope,
                                command.getReleaseAddress().getName(),
                                new AddressInput.ReleaseCommanded(
                                        BootClock.nanos(),
                                        record.id(),
                                        command.getEpoch(),
                                        command.getReleaseAddress().getReason()));
                    case PREPARE_ROUTE, ROUTE, DRAIN, UNDRAIN -> scope.routes().command(record.id(), command);
                    case REHEARSE -> {
                        scope.rehearse(command);
                        yield true;
                    }
                    // What a newer version knows; what is of the backup agent never comes here.
                    default -> false;
                };
        if (command.getActionCase() == Command.ActionCase.ACTION_NOT_SET) {
            refuse(scope, record.id(), command, RefusalReason.MALFORMED, "this version knows no such action");
        } else if (!known) {
            String detail = "no such address or proxy in this agent's configuration";
            refuse(scope, record.id(), command, RefusalReason.UNKNOWN_DIRECTOR, detail);
        }
    }

    private static boolean address(ScopeAgent scope, String name, AddressInput input) {
        Optional<?> found = scope.address(name).map(loop -> {
            loop.accept(input);
            return loop;
        });
        return found.isPresent();
    }

    private void refuse(ScopeAgent scope, String id, Command command, RefusalReason reason, String detail) {
        Refusal refusal = Refusal.newBuilder()
                .setCommandId(id)
                .setAction(name(command))
                .setTarget(node)
                .setEpoch(command.getEpoch())
                .setReason(reason)
                .setDetail(detail)
                .build();
        scope.refused(node, refusal);
    }

    private static String name(Command command) {
        return command.getActionCase().name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }
}
