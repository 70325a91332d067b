package io.pgbaton.coordinator.decide;

import io.pgbaton.proto.Scope;
import io.pgbaton.proto.bus.BusRecord;
import io.pgbaton.proto.bus.EventType;
import io.pgbaton.proto.id.EventIds;

/**
 * What ids and sources are derived from.
 *
 * @param etcdCluster id of the etcd cluster in which the scope lives: epochs count within it
 * @param coordinator name of this coordinator; no id depends on it, because another one may go on
 * @param run this run of it, as it signs its record in etcd
 */
public record Identity(Scope scope, long etcdCluster, String coordinator, String run) {
    public static final String DAEMON = "coordinator";

    public String handoverId(long endedEpoch) {
        return EventIds.handover(etcdCluster, scope, endedEpoch);
    }

    public String factId(EventType type, String subject, String anchor) {
        return EventIds.fact(etcdCluster, scope, type, subject, anchor);
    }

    /**
     * Of a handover, whose id is part of the anchor and names its etcd already: the cluster may have another id by the time
     * it ends, when etcd was restored, and the same ending must not get a second id by that (R8).
     */
    public String handoverFactId(EventType type, String subject, String anchor) {
        return EventIds.fact(0, scope, type, subject, anchor);
    }

    public String source() {
        return BusRecord.source(scope, coordinator, DAEMON);
    }

    public String publicSource() {
        return BusRecord.publicSource(scope);
    }
}
