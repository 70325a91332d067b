package io.pgbaton.nodeagent.act.record;

import com.google.protobuf.Message;
import io.pgbaton.nodeagent.decide.leadership.Observed;
import io.pgbaton.proto.Scope;
import io.pgbaton.proto.bus.BusRecord;
import io.pgbaton.proto.bus.EventType;
import io.pgbaton.proto.bus.Topic;
import io.pgbaton.proto.id.EventIds;
import io.pgbaton.proto.v1.LeaderLost;
import io.pgbaton.proto.v1.LeaderOverwritten;
import io.pgbaton.proto.v1.SwitchoverRequested;
import java.time.Instant;
import java.util.function.BiConsumer;

/**
 * Turns what one scope's agent saw and did into records, each with its id and the handover it belongs to. Publishing never
 * waits (R6): what the bus cannot take now is kept and published later.
 */
public final class Recorder {
    private static final String DAEMON = "node-agent";

    private final Scope scope;
    private final String node;
    private final String instance;
    private final BiConsumer<Topic, BusRecord> bus;
    private long clusterId;
    private long counter;
    private String handover = "";

    /** @param bus takes a record for a topic, without waiting */
    public Recorder(Scope scope, String node, String instance, BiConsumer<Topic, BusRecord> bus) {
        this.scope = scope;
        this.node = node;
        this.instance = instance;
        this.bus = bus;
    }

    /** @param etcdCluster etcd's cluster id; part of the ids, because revisions of two clusters cannot be compared */
    public void cluster(long etcdCluster) {
        clusterId = etcdCluster;
    }

    /** A fact that others may have seen too: its id is derived from the fact alone. */
    public void observed(Observed fact) {
        handover = handoverOf(fact.data());
        String id = EventIds.fact(clusterId, scope, fact.type(), fact.subject(), fact.anchor());
        publish(Topic.OBSERVATIONS, id, fact.type(), fact.subject(), "", fact.data());
    }

    /** A fact of this agent alone. */
    public void local(EventType type, String subject, String causationId, Message data) {
        publish(Topic.OBSERVATIONS, nextId(), type, subject, causationId, data);
    }

    /** Intent, outcome or refusal. */
    public void audit(EventType type, String subject, String causationId, Message data) {
        publish(Topic.AUDIT, nextId(), type, subject, causationId, data);
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

    private String nextId() {
        return EventIds.local(instance, counter++);
    }

    private void publish(Topic topic, String id, EventType type, String subject, String causationId, Message data) {
        bus.accept(
                topic,
                new BusRecord(
                        id,
                        BusRecord.source(scope, node, DAEMON),
                        type,
                        scope,
                        subject,
                        Instant.now(),
                        handover,
                        causationId,
                        data));
    }
}
