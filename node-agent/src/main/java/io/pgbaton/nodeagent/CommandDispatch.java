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
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Hands a command of the bus to the machine that it concerns; what nobody here can do is refused with the reason. */
final class CommandDispatch {
    private final String node;
    private final Map<Scope, ScopeAgent> scopes;

    CommandDispatch(String node, Map<Scope, ScopeAgent> scopes) {
        this.node = node;
        this.scopes = Map.copyOf(scopes);
    }

    /** On the event loop. Of all that is on the bus a command for this node and a writable primary are our business. */
    void accept(BusRecord record) {
        ScopeAgent scope = scopes.get(record.scope());
        if (scope == null) {
            return;
        }
        if (record.type() == EventType.PRIMARY_WRITABLE) {
            scope.told(record.data(PrimaryWritable.class));
        } else if (record.type() == EventType.COMMAND_ISSUED) {
            Command command = record.data(Command.class);
            if (command.getNode().equals(node)) {
                dispatch(record, command);
            }
        }
    }

    private void dispatch(BusRecord record, Command command) {
        ScopeAgent scope = scopes.get(record.scope());
        boolean taken =
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
                    case ACTION_NOT_SET -> false;
                };
        if (!taken) {
            refuse(scope, record.id(), command);
        }
    }

    private static boolean address(ScopeAgent scope, String name, AddressInput input) {
        Optional<?> found = scope.address(name).map(loop -> {
            loop.accept(input);
            return loop;
        });
        return found.isPresent();
    }

    private void refuse(ScopeAgent scope, String id, Command command) {
        boolean unknownAction = command.getActionCase() == Command.ActionCase.ACTION_NOT_SET;
        Refusal refusal = Refusal.newBuilder()
                .setCommandId(id)
                .setAction(
                        command.getActionCase().name().toLowerCase(Locale.ROOT).replace('_', ' '))
                .setTarget(node)
                .setEpoch(command.getEpoch())
                .setReason(unknownAction ? RefusalReason.MALFORMED : RefusalReason.UNKNOWN_DIRECTOR)
                .setDetail(
                        unknownAction
                                ? "this version knows no such action"
                                : "no such address or proxy in this agent's configuration")
                .build();
        scope.refused(node, refusal);
    }
}
