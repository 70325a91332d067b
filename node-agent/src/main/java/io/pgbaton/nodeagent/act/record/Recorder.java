package io.pgbaton.nodeagent.act.record;

import com.google.protobuf.Message;
import io.pgbaton.nodeagent.decide.leadership.Observed;
import io.pgbaton.proto.Scope;
import io.pgbaton.proto.bus.BusRecord;
import io.pgbaton.proto.bus.EventType;
import io.pgbaton.proto.bus.Topic;
import io.pgbaton.proto.id.EventIds;
import io.pgbaton.proto.v1.Intent;
import io.pgbaton.proto.v1.LeaderLost;
import io.pgbaton.proto.v1.LeaderOverwritten;
import io.pgbaton.proto.v1.Outcome;
import io.pgbaton.proto.v1.Result;
import io.pgbaton.proto.v1.SwitchoverRequested;
import io.vertx.core.Future;
import java.time.Instant;

/**
 * Turns what one scope's agent saw and did into records, each with its id and the handover it belongs to. Publishing never
 * waits (R6): what the bus cannot take now is kept and published later.
 */
public final class Recorder {
    private static final String DAEMON = "node-agent";

    private final Scope scope;
    private final String node;
    private final String instance;
    private final Outbox outbox;
    private long clusterId;
    private long counter;
    private String handover = "";

    public Recorder(Scope scope, String node, String instance, Outbox outbox) {
        this.scope = scope;
        this.node = node;
        this.instance = instance;
        this.outbox = outbox;
    }

    /** @param etcdCluster etcd's cluster id; part of the ids, because revisions of two clusters cannot be compared */
    public void cluster(long etcdCluster) {
        clusterId = etcdCluster;
    }

    /** A fact that others may have seen too: its id is derived from the fact alone. */
    public void observed(Observed fact) {
        handover = handoverOf(fact.data());
        String id = EventIds.fact(clusterId, scope, fact.type(), fact.subject(), fact.anchor());
        outbox.publish(Topic.OBSERVATIONS, record(id, fact.type(), fact.subject(), "", fact.data()));
    }

    /** What this node has to say of the rehearsal that this revision of its key asked for. */
    public void rehearsal(EventType type, long revision, Message data) {
        String id = EventIds.fact(clusterId, scope, type, node, Long.toString(revision));
        outbox.publish(
                Topic.OBSERVATIONS,
                record(id, type, node, "", data).inHandover(EventIds.rehearsal(clusterId, scope, revision)));
    }

    /** A fact of this agent alone. */
    public void local(EventType type, String subject, String causationId, Message data) {
        outbox.publish(Topic.OBSERVATIONS, record(type, subject, causationId, data));
    }

    /** Intent, outcome or refusal. */
    public void audit(EventType type, String subject, String causationId, Message data) {
        outbox.publish(Topic.AUDIT, record(type, subject, causationId, data));
    }

    /** R9: an earlier life of this agent died between this intent and its outcome, so nobody knows how it ended. */
    public void unknown(BusRecord intent) {
        Intent begun = intent.data(Intent.class);
        Outcome unknown = Outcome.newBuilder()
                .setActionId(begun.getActionId())
                .setAction(begun.getAction())
                .setTarget(begun.getTarget())
                .setEpoch(begun.getEpoch())
                .setResult(Result.RESULT_UNKNOWN)
                .setDetail("this agent ended before it could say what came of it")
                .setCommandId(begun.getCommandId())
                .build();
        String command = begun.getCommandId();
        outbox.publish(
                Topic.AUDIT,
                record(EventType.OUTCOME_RECORDED, intent.subject(), command, unknown)
                        .inHandover(intent.correlationId()));
    }

    /** See {@link Outbox#kept}. */
    public Future<Boolean> kept() {
        return outbox.kept();
    }

    /** The handover that is going on or was the last, empty before the first epoch that was seen to end. */
    public String handover() {
        return handover;
    }

    private String handoverOf(Message data) {
        if (data instanceof LeaderLost lost) {
            return EventIds.handover(clusterId, scope, lost.getEpoch());
        }
        if (data instanceof LeaderOverwritten overwritten) {
            return EventIds.handover(clusterId, scope, overwritten.getPreviousEpoch());
        }
        if (data instanceof SwitchoverRequested requested
                && requested.getScheduledAt().isEmpty()) {
            return EventIds.handover(clusterId, scope, requested.getEpoch());
        }
        return handover;
    }

    private BusRecord record(EventType type, String subject, String causationId, Message data) {
        return record(EventIds.local(instance, counter++), type, subject, causationId, data);
    }

    private BusRecord record(String id, EventType type, String subject, String causationId, Message data) {
        String source = BusRecord.source(scope, node, DAEMON);
        return new BusRecord(id, source, type, scope, subject, Instant.now(), handover, causationId, data);
    }
}
