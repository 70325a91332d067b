package io.pgbaton.runtime.etcd;

import io.vertx.core.Future;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A key that says that somebody is there: it ends with its lease, and is put again with each new one. */
public final class LeasedKey {
    private static final Logger log = LoggerFactory.getLogger(LeasedKey.class);

    /** An agent that is silent this long is no longer counted on; an etcd election takes 1-2 s of it. */
    private static final long LEASE_SECONDS = 10;

    private final Etcd etcd;
    private final String key;
    private final String value;
    private final KeptLease lease;

    public LeasedKey(Etcd etcd, String key, String value) {
        this.etcd = etcd;
        this.key = key;
        this.value = value;
        this.lease = KeptLease.keep(etcd, LEASE_SECONDS, this::heard);
    }

    /** The key goes at once. */
    public Future<Void> stop() {
        return lease.stop();
    }

    private void heard(KeptLease.Signal signal) {
        if (signal instanceof KeptLease.Signal.Granted granted) {
            put(granted.lease().id());
        }
    }

    private void put(long leaseId) {
        etcd.commit(Txn.always(Op.put(key, value, leaseId)))
                .onFailure(failure -> log.warn(
                        "This agent could not be entered in etcd, it is tried again with the next lease. key={} reason={}",
                        key,
                        failure.getMessage()));
    }
}
