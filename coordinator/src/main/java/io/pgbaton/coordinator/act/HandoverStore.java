package io.pgbaton.coordinator.act;

import com.google.protobuf.InvalidProtocolBufferException;
import io.pgbaton.proto.Scope;
import io.pgbaton.proto.bus.CloudEventCodec;
import io.pgbaton.proto.key.PgbatonKeys;
import io.pgbaton.proto.v1.HandoverRecord;
import io.pgbaton.runtime.etcd.Compare;
import io.pgbaton.runtime.etcd.Entry;
import io.pgbaton.runtime.etcd.Etcd;
import io.pgbaton.runtime.etcd.Op;
import io.pgbaton.runtime.etcd.Range;
import io.pgbaton.runtime.etcd.Snapshot;
import io.pgbaton.runtime.etcd.Txn;
import io.pgbaton.runtime.etcd.TxnResult;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The record of one scope's handover in etcd. Every write compares with the last one of ours, so of two coordinators
 * that both believe to own the scope only the one that claimed it last can write (docs/adr/0003). On one context.
 */
public final class HandoverStore {
    private static final Logger log = LoggerFactory.getLogger(HandoverStore.class);
    private static final long FIRST_PAUSE_MILLIS = 50;
    private static final long LONGEST_PAUSE_MILLIS = 2000;

    private final Vertx vertx;
    private final Etcd etcd;
    private final Scope scope;
    private final String key;
    private final String run;
    private long revision;
    private boolean closed;

    /** @param record as it was before it was signed by us; the default instance when there was none */
    public record Claimed(HandoverRecord record, long storeRevision) {}

    /** @param takenBy empty when it is written */
    public record Written(Optional<String> takenBy) {}

    /** @param run how this coordinator signs */
    public HandoverStore(Vertx vertx, Etcd etcd, Scope scope, String run) {
        this.vertx = vertx;
        this.etcd = etcd;
        this.scope = scope;
        this.key = new PgbatonKeys(scope).handover();
        this.run = run;
    }

    /** Signs the record as ours, whoever's it was. Tries until etcd answers; never completes after {@link #close()}. */
    public Future<Claimed> claim() {
        Promise<Claimed> claimed = Promise.promise();
        tryClaim(claimed, FIRST_PAUSE_MILLIS);
        return claimed.future();
    }

    /** Tries until it is certain whether it is there. One at a time. */
    public Future<Written> write(HandoverRecord record) {
        Promise<Written> written = Promise.promise();
        tryWrite(record, written, FIRST_PAUSE_MILLIS);
        return written.future();
    }

    /** True for a record that another coordinator signed after our last write. */
    public boolean isTaken(Entry entry) {
        return revision > 0 && entry.modRevision() > revision && !signer(entry).equals(run);
    }

    public static String signer(Entry entry) {
        return parse(entry).getCoordinator();
    }

    /** What is under way is not tried again. */
    public void close() {
        closed = true;
    }

    private void tryClaim(Promise<Claimed> claimed, long pause) {
        etcd.read(List.of(Range.key(key)))
                .compose(found -> sign(found.get(key)).map(done -> done.map(at -> new Claimed(before(found), at))))
                .onComplete(tried -> {
                    if (tried.succeeded() && tried.result().isPresent()) {
                        revision = tried.result().get().storeRevision();
                        claimed.complete(tried.result().get());
                    } else {
                        String why = tried.succeeded() ? "the record changed meanwhile" : reason(tried.cause());
                        again("claimed", why, pause, () -> tryClaim(claimed, next(pause)));
                    }
                });
    }

    private HandoverRecord before(Snapshot found) {
        return found.get(key).map(HandoverStore::parse).orElse(HandoverRecord.getDefaultInstance());
    }

    /** The revision, or empty when it has to be read again. */
    private Future<Optional<Long>> sign(Optional<Entry> found) {
        HandoverRecord ours = found.map(HandoverStore::parse).orElse(HandoverRecord.getDefaultInstance()).toBuilder()
                .setCoordinator(run)
                .build();
        return etcd.commit(put(ours, found.map(Entry::modRevision).orElse(0L)))
                .map(result -> result instanceof TxnResult.Applied applied
                        ? Optional.of(applied.after().revision())
                        : Optional.empty());
    }

    private void tryWrite(HandoverRecord record, Promise<Written> written, long pause) {
        etcd.commit(put(record, revision)).onComplete(tried -> {
            if (tried.succeeded() && tried.result() instanceof TxnResult.Applied applied) {
                done(applied.after().revision(), written);
            } else if (tried.succeeded() && tried.result() instanceof TxnResult.Refused refused) {
                refused(record, refused.found().get(key), written);
            } else {
                String why = tried.succeeded() ? "no answer came" : reason(tried.cause());
                again("written", why, pause, () -> tryWrite(record, written, next(pause)));
            }
        });
    }

    /** An attempt without an answer may have been applied: then what we find is what we wrote. */
    private void refused(HandoverRecord record, Optional<Entry> found, Promise<Written> written) {
        if (found.isPresent() && parse(found.get()).equals(record)) {
            done(found.get().modRevision(), written);
        } else {
            written.complete(
                    new Written(Optional.of(found.map(HandoverStore::signer).orElse("nobody"))));
        }
    }

    private void done(long at, Promise<Written> written) {
        revision = at;
        written.complete(new Written(Optional.empty()));
    }

    private Txn put(HandoverRecord record, long onlyAt) {
        Compare unchanged = onlyAt == 0 ? Compare.absent(key) : Compare.modRevisionEquals(key, onlyAt);
        return Txn.when(unchanged)
                .then(Op.put(key, CloudEventCodec.toJson(record)))
                .reading(Range.key(key));
    }

    private void again(String what, String why, long pause, Runnable attempt) {
        if (closed) {
            return;
        }
        if (pause == FIRST_PAUSE_MILLIS) {
            log.warn("The record of the handover cannot be {} yet; trying again. scope={} cause={}", what, scope, why);
        }
        vertx.setTimer(pause, timer -> attempt.run());
    }

    private static long next(long pause) {
        return Math.min(pause * 2, LONGEST_PAUSE_MILLIS);
    }

    private static String reason(Throwable cause) {
        return String.valueOf(cause.getMessage());
    }

    /** A record that nobody can read binds nobody: as if there were none. */
    private static HandoverRecord parse(Entry entry) {
        try {
            return CloudEventCodec.fromJson(entry.value(), HandoverRecord.getDefaultInstance());
        } catch (InvalidProtocolBufferException unreadable) {
            log.error(
                    "The record of a handover in etcd cannot be read and is written over. key={} cause={}",
                    entry.key(),
                    unreadable.getMessage());
            return HandoverRecord.getDefaultInstance();
        }
    }
}
