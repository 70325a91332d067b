package io.pgbaton.nodeagent.decide.address;

import com.google.protobuf.Message;
import io.pgbaton.proto.bus.EventType;
import io.pgbaton.proto.v1.AddressAcquired;
import io.pgbaton.proto.v1.AddressConflicted;
import io.pgbaton.proto.v1.AddressExpired;
import io.pgbaton.proto.v1.AddressReleased;
import io.pgbaton.proto.v1.Intent;
import io.pgbaton.proto.v1.Outcome;
import io.pgbaton.proto.v1.Refusal;
import java.util.concurrent.TimeUnit;

/** What the machine of one address does, in the words of the bus. */
public record AddressWording(AddressRules rules, String address, String networkInterface) {

    public String target() {
        return rules.node() + "/" + rules.name();
    }

    public static EventType type(AddressAction.Fact fact) {
        return switch (fact) {
            case ACQUIRED -> EventType.ADDRESS_ACQUIRED;
            case RELEASED -> EventType.ADDRESS_RELEASED;
            case EXPIRED -> EventType.ADDRESS_EXPIRED;
            case CONFLICTED -> EventType.ADDRESS_CONFLICTED;
        };
    }

    public Message fact(AddressAction.Tell tell) {
        Message.Builder data = differing(tell);
        put(data, "name", rules.name());
        put(data, "address", address);
        put(data, "node", rules.node());
        put(data, "epoch", tell.epoch());
        return data.build();
    }

    /** What the four do not have in common. */
    private Message.Builder differing(AddressAction.Tell tell) {
        return switch (tell.fact()) {
            case ACQUIRED ->
                AddressAcquired.newBuilder()
                        .setInterface(networkInterface)
                        .setMember(rules.member())
                        .setAfterRelease(tell.afterRelease())
                        .setAutonomous(tell.autonomous())
                        .setAdopted(tell.adopted());
            case RELEASED ->
                AddressReleased.newBuilder().setMember(rules.member()).setReason(tell.reason());
            case EXPIRED ->
                AddressExpired.newBuilder().setMember(rules.member()).setReason(tell.reason());
            case CONFLICTED -> AddressConflicted.newBuilder().setDetail(tell.reason());
        };
    }

    private static void put(Message.Builder data, String field, Object value) {
        data.setField(data.getDescriptorForType().findFieldByName(field), value);
    }

    public Intent intent(AddressAction.RecordIntent intent) {
        return Intent.newBuilder()
                .setActionId(intent.actionId())
                .setAction(intent.action())
                .setTarget(target())
                .setEpoch(intent.epoch())
                .setReason(intent.reason())
                .setCommandId(intent.commandId())
                .setWithheld(intent.withheld())
                .build();
    }

    public Outcome outcome(AddressAction.RecordOutcome outcome) {
        return Outcome.newBuilder()
                .setActionId(outcome.actionId())
                .setAction(outcome.action())
                .setTarget(target())
                .setEpoch(outcome.epoch())
                .setResult(outcome.result())
                .setDetail(outcome.detail())
                .setDurationUs(TimeUnit.NANOSECONDS.toMicros(outcome.duration()))
                .setCommandId(outcome.commandId())
                .build();
    }

    public Refusal refusal(AddressAction.Refuse refusal) {
        return Refusal.newBuilder()
                .setCommandId(refusal.commandId())
                .setAction(refusal.action())
                .setTarget(target())
                .setEpoch(refusal.epoch())
                .setReason(refusal.reason())
                .setDetail(refusal.detail())
                .build();
    }
}
