package io.pgbaton.nodeagent.act;

import io.pgbaton.proto.Scope;
import io.pgbaton.proto.key.PgbatonKeys;
import io.pgbaton.runtime.etcd.Compare;
import io.pgbaton.runtime.etcd.Entry;
import io.pgbaton.runtime.etcd.Etcd;
import io.pgbaton.runtime.etcd.Op;
import io.pgbaton.runtime.etcd.Txn;
import io.pgbaton.runtime.etcd.TxnResult;
import io.vertx.core.Vertx;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes down in etcd how often it was restored (R3), for whoever has not seen it. All agents that have count alike, so
 * nothing waits for this key; it is for those that come new. On one context.
 */
public final class CountKey {
    private static final Logger log = LoggerFactory.getLogger(CountKey.class);
    private static final long FIRST_PAUSE_MILLIS = 200;
    private static final long LONGEST_PAUSE_MILLIS = 10_000;

    private final Vertx vertx;
    private final Etcd etcd;
    private final String key;
    private Optional<Entry> record = Optional.empty();
    private long wanted;
    private boolean underway;
    private boolean askedAgain;

    public CountKey(Vertx vertx, Etcd etcd, Scope scope) {
        this.vertx = vertx;
        this.etcd = etcd;
        this.key = new PgbatonKeys(scope).count();
    }

    /**
     * Tries until etcd has decided. When somebody else changed the key meanwhile, the watch tells of it, and what it says now
     * is looked at anew.
     *
     * @param found what stands there
     */
    public void raise(Optional<Entry> found, long count) {
        record = found;
        wanted = count;
        askedAgain = true;
        if (!underway) {
            underway = true;
            tryPut(FIRST_PAUSE_MILLIS);
        }
    }

    private void tryPut(long pause) {
        askedAgain = false;
        Compare asFound = record.map(entry -> Compare.modRevisionEquals(key, entry.modRevision()))
                .orElseGet(() -> Compare.absent(key));
        etcd.commit(Txn.when(asFound).then(Op.put(key, Long.toString(wanted)))).onComplete(tried -> {
            boolean decided = tried.succeeded() && !(tried.result() instanceof TxnResult.Unknown);
            if (!decided) {
                again(pause, tried.succeeded() ? "etcd did not say whether it did" : String.valueOf(tried.cause()));
            } else if (askedAgain) {
                // Of what was found since, this attempt knew nothing.
                tryPut(FIRST_PAUSE_MILLIS);
            } else {
                underway = false;
            }
        });
    }

    private void again(long pause, String why) {
        if (pause == FIRST_PAUSE_MILLIS) {
            log.warn("How often etcd was restored cannot be written down yet; trying again. key={} why={}", key, why);
        }
        vertx.setTimer(pause, timer -> tryPut(Math.min(pause * 2, LONGEST_PAUSE_MILLIS)));
    }
}
