package io.pgbaton.sim.bus;

import com.google.protobuf.Message;
import io.pgbaton.nodeagent.decide.address.AddressAction;
import io.pgbaton.proto.bus.EventType;
import io.pgbaton.proto.v1.AddressAcquired;
import io.pgbaton.proto.v1.AddressConflicted;
import io.pgbaton.proto.v1.AddressExpired;
import io.pgbaton.proto.v1.AddressReleased;
import io.pgbaton.proto.v1.Intent;
import io.pgbaton.proto.v1.Outcome;
import io.pgbaton.proto.v1.Refusal;
import io.pgbaton.sim.node.SimNode;

/** What an address machine says, as messages of the bus. */
final class AddressMessages {
    private AddressMessages() {}

    static EventType type(AddressAction.Tell tell) {
        return switch (tell.fact()) {
            case ACQUIRED -> EventType.ADDRESS_ACQUIRED;
            case RELEASED -> EventType.ADDRESS_RELEASED;
            case EXPIRED -> EventType.ADDRESS_EXPIRED;
            case CONFLICTED -> EventType.ADDRESS_CONFLICTED;
        };
    }

    static Message fact(AddressAction.Tell tell, SimNode node) {
        return switch (tell.fact()) {
            case ACQUIRED ->
                AddressAcquired.newBuilder()
                        .setName("write")
                        .setNode(node.name())
                        .setMember(node.name())
                        .setEpoch(tell.epoch())
                        .setAfterRelease(tell.afterRelease())
                        .setAutonomous(tell.autonomous())
                        .setAdopted(tell.adopted())
                        .build();
            case RELEASED ->
                AddressReleased.newBuilder()
                        .setName("write")
                        .setNode(node.name())
                        .setMember(node.name())
                        .setEpoch(tell.epoch())
                        .setReason(tell.reason())
                        .build();
            case EXPIRED ->
                AddressExpired.newBuilder()
                        .setName("write")
                        .setNode(node.name())
                        .setMember(node.name())
                        .setEpoch(tell.epoch())
                        .build();
            case CONFLICTED ->
                AddressConflicted.newBuilder()
                        .setName("write")
                        .setNode(node.name())
                        .setEpoch(tell.epoch())
                        .build();
        };
    }

    static boolean isAudit(AddressAction action) {
        return action instanceof AddressAction.RecordIntent
                || action instanceof AddressAction.RecordOutcome
                || action instanceof AddressAction.Refuse;
    }

    static EventType auditType(AddressAction action) {
        if (action instanceof AddressAction.RecordIntent) {
            return EventType.INTENT_RECORDED;
        }
        return action instanceof AddressAction.RecordOutcome ? EventType.OUTCOME_RECORDED : EventType.REFUSAL_RECORDED;
    }

    static Message audit(AddressAction action, SimNode node) {
        String target = node.name() + "/write";
        if (action instanceof AddressAction.RecordIntent a) {
            return Intent.newBuilder()
                    .setActionId(a.actionId())
                    .setAction(a.action())
                    .setTarget(target)
                    .setEpoch(a.epoch())
                    .setCommandId(a.commandId())
                    .build();
        }
        if (action instanceof AddressAction.RecordOutcome a) {
            return Outcome.newBuilder()
                    .setActionId(a.actionId())
                    .setAction(a.action())
                    .setTarget(target)
                    .setEpoch(a.epoch())
                    .setResult(a.result())
                    .setCommandId(a.commandId())
                    .build();
        }
        AddressAction.Refuse a = (AddressAction.Refuse) action;
        return Refusal.newBuilder()
                .setCommandId(a.commandId())
                .setAction(a.action())
                .setTarget(target)
                .setEpoch(a.epoch())
                .setReason(a.reason())
                .build();
    }
}
