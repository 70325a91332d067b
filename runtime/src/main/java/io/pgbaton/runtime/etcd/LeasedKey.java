package io.pgbaton.runtime.etcd;

import io.vertx.core.AsyncResult;
import io.vertx.core.Future;
import java.util.OptionalLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A key that says that somebody is there: it ends with its lease, and is put again with each new one. */
public final class LeasedKey {
    private static final Logger log = LoggerFactory.getLogger(LeasedKey.class);

    /** An agent that is silent this long is no longer counted on; an etcd election takes 1-2 s of it. */
    private static final long LEASE_SECONDS = 10;

    private static final long RETRY_MILLIS = 500;
    private static final long LONGEST_BACKOFF_MILLIS = 2000;

    private final Etcd etcd;
    private final String key;
    private final String value;
    private final KeptLease lease;
    // On etcd's context: of the lease that the key is to have.
    private OptionalLong wanted = OptionalLong.empty();

    public LeasedKey(Etcd etcd, String key, String value) {
        this.etcd = etcd;
        this.key = key;
        this.value = value;
        this.lease = KeptLease.keep(etcd, LEASE_SECONDS, this::heard);
    }

    /** The key goes at once; call on etcd's context. */
    public Future<Void> stop() {
        wanted = OptionalLong.empty();
        return lease.stop();
    }

    private void heard(KeptLease.Signal signal) {
        if (signal instanceof KeptLease.Signal.Granted granted) {
            wanted = OptionalLong.of(granted.lease().id());
            put(granted.lease().id(), RETRY_MILLIS);
        } else {
            wanted = OptionalLong.empty();
        }
    }

    /** A lease may live for months: what etcd did not take, or did not say that it took, is put again. */
    private void put(long leaseId, long pause) {
        etcd.commit(Txn.always(Op.put(key, value, leaseId))).onComplete(tried -> {
            boolean entered = tried.succeeded() && tried.result() instanceof TxnResult.Applied;
            if (!entered && isWanted(leaseId)) {
                log.warn(
                        "It is not certain that this agent is entered in etcd; trying again. key={} reason={}",
                        key,
                        reason(tried));
                etcd.link().after(pause, () -> again(leaseId, Math.min(pause * 2, LONGEST_BACKOFF_MILLIS)));
            }
        });
    }

    private void again(long leaseId, long pause) {
        if (isWanted(leaseId)) {
            put(leaseId, pause);
        }
    }

    private boolean isWanted(long leaseId) {
        return wanted.isPresent() && wanted.getAsLong() == leaseId;
    }

    private static String reason(AsyncResult<TxnResult> tried) {
        return tried.succeeded() && tried.result() instanceof TxnResult.Unknown unknown
                ? unknown.cause().getMessage()
                : String.valueOf(tried.cause());
    }
}
