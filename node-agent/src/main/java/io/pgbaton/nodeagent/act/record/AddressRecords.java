package io.pgbaton.nodeagent.act.record;

import io.pgbaton.nodeagent.decide.address.AddressAction;
import io.pgbaton.nodeagent.decide.address.AddressRules;
import io.pgbaton.nodeagent.metrics.ScopeMetrics;
import io.pgbaton.proto.bus.EventType;
import io.pgbaton.proto.v1.AddressAcquired;
import io.pgbaton.proto.v1.AddressConflicted;
import io.pgbaton.proto.v1.AddressExpired;
import io.pgbaton.proto.v1.AddressReleased;
import io.pgbaton.proto.v1.Intent;
import io.pgbaton.proto.v1.Outcome;
import io.pgbaton.proto.v1.Refusal;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The records of one address: facts for everybody, intents, outcomes and refusals for the audit, alarms for the log. */
public final class AddressRecords {
    private static final Logger log = LoggerFactory.getLogger(AddressRecords.class);

    private final Recorder recorder;
    private final ScopeMetrics metrics;
    private final AddressRules rules;
    private final String address;
    private final String networkInterface;

    public AddressRecords(
            Recorder recorder, ScopeMetrics metrics, AddressRules rules, String address, String networkInterface) {
        this.recorder = recorder;
        this.metrics = metrics;
        this.rules = rules;
        this.address = address;
        this.networkInterface = networkInterface;
    }

    /** Takes every action that only says something; others are not its business. */
    public void record(AddressAction action) {
        if (action instanceof AddressAction.Tell tell) {
            tell(tell);
        } else if (action instanceof AddressAction.RecordIntent intent) {
            intent(intent);
        } else if (action instanceof AddressAction.RecordOutcome outcome) {
            outcome(outcome);
        } else if (action instanceof AddressAction.Refuse refusal) {
            refuse(refusal);
        } else if (action instanceof AddressAction.Alarm alarm) {
            metrics.alarm(alarm.name());
            log.error("{} alarm={} address={} epoch={}", alarm.detail(), alarm.name(), address, alarm.epoch());
        }
    }

    private void tell(AddressAction.Tell tell) {
        metrics.told(tell.fact(), rules.name());
        log.info(
                "Address {}: {}. address={} interface={} epoch={}",
                tell.fact().name().toLowerCase(Locale.ROOT),
                tell.reason(),
                address,
                networkInterface,
                tell.epoch());
        switch (tell.fact()) {
            case ACQUIRED -> acquired(tell);
            case RELEASED -> released(tell);
            case EXPIRED -> expired(tell);
            case CONFLICTED -> conflicted(tell);
        }
    }

    private void acquired(AddressAction.Tell tell) {
        AddressAcquired data = AddressAcquired.newBuilder()
                .setName(rules.name())
                .setAddress(address)
                .setInterface(networkInterface)
                .setNode(rules.node())
                .setMember(rules.member())
                .setEpoch(tell.epoch())
                .setAfterRelease(tell.afterRelease())
                .setAutonomous(tell.autonomous())
                .setAdopted(tell.adopted())
                .build();
        recorder.local(EventType.ADDRESS_ACQUIRED, rules.name(), "", data);
    }

    private void released(AddressAction.Tell tell) {
        AddressReleased data = AddressReleased.newBuilder()
                .setName(rules.name())
                .setAddress(address)
                .setNode(rules.node())
                .setMember(rules.member())
                .setEpoch(tell.epoch())
                .setReason(tell.reason())
                .build();
        recorder.local(EventType.ADDRESS_RELEASED, rules.name(), "", data);
    }

    private void expired(AddressAction.Tell tell) {
        AddressExpired data = AddressExpired.newBuilder()
                .setName(rules.name())
                .setAddress(address)
                .setNode(rules.node())
                .setMember(rules.member())
                .setEpoch(tell.epoch())
                .setReason(tell.reason())
                .build();
        recorder.local(EventType.ADDRESS_EXPIRED, rules.name(), "", data);
    }

    private void conflicted(AddressAction.Tell tell) {
        AddressConflicted data = AddressConflicted.newBuilder()
                .setName(rules.name())
                .setAddress(address)
                .setNode(rules.node())
                .setEpoch(tell.epoch())
                .setDetail(tell.reason())
                .build();
        recorder.local(EventType.ADDRESS_CONFLICTED, rules.name(), "", data);
    }

    private void intent(AddressAction.RecordIntent intent) {
        Intent data = Intent.newBuilder()
                .setActionId(intent.actionId())
                .setAction(intent.action())
                .setTarget(target())
                .setEpoch(intent.epoch())
                .setReason(intent.reason())
                .setCommandId(intent.commandId())
                .setWithheld(intent.withheld())
                .build();
        if (intent.withheld()) {
            log.info("Would {}: {}. mode=observe address={}", intent.action(), intent.reason(), address);
        }
        recorder.audit(EventType.INTENT_RECORDED, rules.name(), intent.commandId(), data);
    }

    private void outcome(AddressAction.RecordOutcome outcome) {
        Outcome data = Outcome.newBuilder()
                .setActionId(outcome.actionId())
                .setAction(outcome.action())
                .setTarget(target())
                .setEpoch(outcome.epoch())
                .setResult(outcome.result())
                .setDetail(outcome.detail())
                .setDurationUs(TimeUnit.NANOSECONDS.toMicros(outcome.duration()))
                .setCommandId(outcome.commandId())
                .build();
        recorder.audit(EventType.OUTCOME_RECORDED, rules.name(), outcome.commandId(), data);
    }

    private void refuse(AddressAction.Refuse refusal) {
        metrics.refused(refusal.reason());
        log.warn(
                "A command is refused: {}. reason={} command={} epoch={}",
                refusal.detail(),
                refusal.reason(),
                refusal.commandId(),
                refusal.epoch());
        Refusal data = Refusal.newBuilder()
                .setCommandId(refusal.commandId())
                .setAction("acquire address")
                .setTarget(target())
                .setEpoch(refusal.epoch())
                .setReason(refusal.reason())
                .setDetail(refusal.detail())
                .build();
        recorder.audit(EventType.REFUSAL_RECORDED, rules.name(), refusal.commandId(), data);
    }

    private String target() {
        return rules.node() + "/" + rules.name();
    }
}
