package io.pgbaton.nodeagent.act;

import io.pgbaton.proto.Scope;
import io.pgbaton.proto.bus.CloudEventCodec;
import io.pgbaton.proto.key.PgbatonKeys;
import io.pgbaton.proto.v1.AgentRegistration;
import io.pgbaton.runtime.etcd.Etcd;
import io.pgbaton.runtime.etcd.KeptLease;
import io.pgbaton.runtime.etcd.Op;
import io.pgbaton.runtime.etcd.Txn;
import io.vertx.core.Future;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** This agent's entry in the scope's list of agents, of which the roster of a handover is made; it ends with its lease. */
public final class Registration {
    private static final Logger log = LoggerFactory.getLogger(Registration.class);

    /** An agent that is silent this long is no longer counted on; an etcd election takes 1-2 s of it. */
    private static final long LEASE_SECONDS = 10;

    private final Etcd etcd;
    private final String key;
    private final AgentRegistration agent;
    private final KeptLease lease;

    public Registration(Etcd etcd, Scope scope, AgentRegistration agent) {
        this.etcd = etcd;
        this.key = new PgbatonKeys(scope).agent(agent.getNode());
        this.agent = agent;
        this.lease = KeptLease.keep(etcd, LEASE_SECONDS, this::heard);
    }

    /** The entry goes at once. */
    public Future<Void> stop() {
        return lease.stop();
    }

    private void heard(KeptLease.Signal signal) {
        if (signal instanceof KeptLease.Signal.Granted granted) {
            put(granted.lease().id());
        }
    }

    private void put(long leaseId) {
        etcd.commit(Txn.always(Op.put(key, CloudEventCodec.toJson(agent), leaseId)))
                .onFailure(failure -> log.warn(
                        "This agent could not be entered in etcd, it is tried again with the next lease. reason={}",
                        failure.getMessage()));
    }
}
