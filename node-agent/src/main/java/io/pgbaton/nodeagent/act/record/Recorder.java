package io.pgbaton.nodeagent.act.record;

import com.google.protobuf.Message;
import io.pgbaton.nodeagent.decide.leadership.Observed;
import io.pgbaton.proto.Scope;
import io.pgbaton.proto.bus.EventType;
import io.pgbaton.proto.id.EventIds;
import io.pgbaton.proto.v1.LeaderLost;
import io.pgbaton.proto.v1.LeaderOverwritten;
import io.pgbaton.proto.v1.SwitchoverRequested;
import io.pgbaton.runtime.record.Outbox;
import io.pgbaton.runtime.record.ScopeRecorder;

/** The records of one scope's agent; what it sees of the leadership says to which handover they belong. */
public final class Recorder extends ScopeRecorder {
    private static final String DAEMON = "node-agent";

    private long clusterId;

    public Recorder(Scope scope, String node, String instance, Outbox outbox) {
        super(scope, node, DAEMON, instance, outbox);
    }

    /** @param etcdCluster etcd's cluster id; part of the ids, because revisions of two clusters cannot be compared */
    public void cluster(long etcdCluster) {
        clusterId = etcdCluster;
    }

    /** A fact that others may have seen too: its id is derived from the fact alone. */
    public void observed(Observed fact) {
        handover(handoverOf(fact.data()));
        String id = EventIds.fact(clusterId, scope, fact.type(), fact.subject(), fact.anchor());
        observe(record(id, fact.type(), fact.subject(), "", fact.data()));
    }

    /** What this node has to say of the rehearsal that this revision of its key asked for. */
    public void rehearsal(EventType type, long revision, Message data) {
        String id = EventIds.fact(clusterId, scope, type, node, Long.toString(revision));
        observe(record(id, type, node, "", data).inHandover(EventIds.rehearsal(clusterId, scope, revision)));
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
        return handover();
    }
}
