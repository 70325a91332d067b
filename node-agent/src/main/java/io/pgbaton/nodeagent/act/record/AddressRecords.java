package io.pgbaton.nodeagent.act.record;

import io.pgbaton.nodeagent.act.kernel.Announced;
import io.pgbaton.nodeagent.decide.address.AddressAction;
import io.pgbaton.nodeagent.decide.address.AddressRules;
import io.pgbaton.nodeagent.decide.address.AddressWording;
import io.pgbaton.nodeagent.metrics.ScopeMetrics;
import io.pgbaton.proto.bus.EventType;
import io.pgbaton.proto.v1.AddressConflicted;
import io.pgbaton.runtime.record.Audit;
import io.vertx.core.Future;
import java.util.Locale;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The records of one address: facts for everybody, intents, outcomes and refusals for the audit, alarms for the log. */
public final class AddressRecords {
    private static final Logger log = LoggerFactory.getLogger(AddressRecords.class);

    private final Recorder recorder;
    private final Audit audit;
    private final ScopeMetrics metrics;
    private final AddressRules rules;
    private final AddressWording wording;
    private final String address;
    private final String networkInterface;

    public AddressRecords(
            Recorder recorder, ScopeMetrics metrics, AddressRules rules, String address, String networkInterface) {
        this.recorder = recorder;
        this.audit = new Audit(recorder, metrics.audit());
        this.metrics = metrics;
        this.rules = rules;
        this.wording = new AddressWording(rules, address, networkInterface);
        this.address = address;
        this.networkInterface = networkInterface;
    }

    /** Takes every action that only says something; others are not its business. */
    public void record(AddressAction action) {
        if (action instanceof AddressAction.Tell tell) {
            tell(tell);
        } else if (action instanceof AddressAction.RecordOutcome outcome) {
            audit.outcome(rules.name(), wording.outcome(outcome));
        } else if (action instanceof AddressAction.Alarm alarm) {
            metrics.alarm(alarm.name());
            log.error("{} alarm={} address={} epoch={}", alarm.detail(), alarm.name(), address, alarm.epoch());
        } else if (action instanceof AddressAction.Refuse refusal) {
            audit.refused(rules.name(), wording.refusal(refusal));
        } else if (action instanceof AddressAction.Contested contested) {
            contested(contested);
        }
    }

    private void contested(AddressAction.Contested contested) {
        metrics.claimed(rules.name());
        if (!contested.news()) {
            return;
        }
        metrics.told(AddressAction.Fact.CONFLICTED, rules.name());
        metrics.alarm("address_conflicted");
        String detail = contested.answered()
                ? "this node holds it, confirmed, and announces it again"
                : "this node carries it without a confirmation, and leaves the answer to the other";
        log.error(
                "Another machine answers for the address that this node carries: {}."
                        + " alarm=address_conflicted address={} interface={} foreign_mac={} own_mac={} epoch={}",
                detail,
                address,
                networkInterface,
                contested.foreignMac(),
                contested.ownMac(),
                contested.epoch());
        recorder.local(
                EventType.ADDRESS_CONFLICTED,
                rules.name(),
                "",
                AddressConflicted.newBuilder()
                        .setName(rules.name())
                        .setAddress(address)
                        .setNode(rules.node())
                        .setDetail(detail)
                        .setForeignMac(contested.foreignMac())
                        .setOwnMac(contested.ownMac())
                        .setEpoch(contested.epoch())
                        .build());
    }

    /** Neighbours were told where the address lives, or its lifetime was over before that. */
    public void announced(Announced result) {
        metrics.announced(rules.name(), result.name().toLowerCase(Locale.ROOT));
        if (result == Announced.TOO_LATE) {
            log.warn("An announcement came too late: the lifetime of the address was over. address={}", address);
        }
    }

    public void notAnnounced(String reason) {
        metrics.announced(rules.name(), "failed");
        log.warn(
                "The address could not be announced; neighbours learn it when they ask again. address={} reason={}",
                address,
                reason);
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
        recorder.local(AddressWording.type(tell.fact()), rules.name(), "", wording.fact(tell));
    }

    /** The action may follow when this completes; never fails. */
    public Future<Void> intent(AddressAction.RecordIntent intent) {
        if (intent.withheld()) {
            log.info("Would {}: {}. mode=observe address={}", intent.action(), intent.reason(), address);
        }
        return audit.intent(rules.name(), wording.intent(intent));
    }
}
