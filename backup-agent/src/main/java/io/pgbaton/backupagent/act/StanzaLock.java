package io.pgbaton.backupagent.act;

import com.google.protobuf.InvalidProtocolBufferException;
import io.pgbaton.backupagent.decide.Job;
import io.pgbaton.backupagent.decide.RunInput;
import io.pgbaton.proto.Scope;
import io.pgbaton.proto.bus.CloudEventCodec;
import io.pgbaton.proto.handsoff.HandsOff;
import io.pgbaton.proto.handsoff.HandsOffText;
import io.pgbaton.proto.key.PgbatonKeys;
import io.pgbaton.proto.v1.BackupLock;
import io.pgbaton.runtime.etcd.Compare;
import io.pgbaton.runtime.etcd.Entry;
import io.pgbaton.runtime.etcd.Etcd;
import io.pgbaton.runtime.etcd.Lease;
import io.pgbaton.runtime.etcd.Op;
import io.pgbaton.runtime.etcd.Range;
import io.pgbaton.runtime.etcd.Snapshot;
import io.pgbaton.runtime.etcd.Txn;
import io.pgbaton.runtime.etcd.TxnResult;
import io.pgbaton.runtime.handsoff.HandsOffReader;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One at a time works on a stanza, over the whole fleet: a key on a lease. pgBackRest's own lock is per host and stays the
 * last word there; so a lease that is lost while etcd is away stops no backup. On etcd's context.
 */
public final class StanzaLock {
    private static final Logger log = LoggerFactory.getLogger(StanzaLock.class);
    private static final long LEASE_SECONDS = 15;
    private static final long KEEP_EVERY_MILLIS = 5000;

    private final Vertx vertx;
    private final Etcd etcd;
    private final HandsOffReader handsOff;
    private final String key;
    private final String node;
    private final String instance;
    private long lease;
    private long timer = -1;

    public StanzaLock(Vertx vertx, Etcd etcd, Scope scope, String stanza, String node, String instance) {
        this.vertx = vertx;
        this.etcd = etcd;
        this.handsOff = new HandsOffReader(scope);
        this.key = PgbatonKeys.backupLock(stanza);
        this.node = node;
        this.instance = instance;
    }

    /** Unless it is another's, or operators want hands off (R11). Never fails: the answer is the input. */
    public Future<RunInput> take(Job job) {
        List<Range> ranges = new ArrayList<>(HandsOffReader.everywhere());
        ranges.addAll(handsOff.ranges());
        ranges.add(Range.key(key));
        return etcd.read(ranges)
                .compose(found -> {
                    HandsOff hands = handsOff.read(found.entries());
                    if (hands.paused()) {
                        String why =
                                hands.pauses().stream().map(HandsOffText::of).collect(Collectors.joining("; "));
                        return Future.<RunInput>succeededFuture(new RunInput.Paused(System.nanoTime(), why));
                    }
                    return put(job, found);
                })
                .recover(failure -> Future.succeededFuture(
                        new RunInput.LockUnknown(System.nanoTime(), "etcd does not answer: " + failure.getMessage())));
    }

    /** For a run that is there already: if it cannot be had, it goes on all the same. */
    public void hold(Job job) {
        etcd.read(List.of(Range.key(key)))
                .compose(found -> put(job, found))
                .onFailure(failure -> log.warn(
                        "A run of an earlier life goes on without the lock of its stanza; pgBackRest's own lock guards it"
                                + " on this host. key={} reason={}",
                        key,
                        failure.getMessage()));
    }

    /** At once; without etcd it ends with its lease. */
    public Future<Void> release() {
        vertx.cancelTimer(timer);
        long last = lease;
        lease = 0;
        return last == 0
                ? Future.succeededFuture()
                : etcd.revoke(last)
                        .onFailure(failure -> log.info(
                                "The lock of a stanza could not be given back; it ends by itself. key={} seconds={}",
                                key,
                                LEASE_SECONDS));
    }

    /** Renews it no more and leaves the key to its lease. */
    public Future<Void> leave() {
        vertx.cancelTimer(timer);
        return Future.succeededFuture();
    }

    private Future<RunInput> put(Job job, Snapshot found) {
        Optional<Entry> there = found.get(key);
        Optional<BackupLock> other = there.map(StanzaLock::parse);
        if (other.isPresent() && !isOurs(other.get(), job)) {
            return Future.succeededFuture(new RunInput.LockHeld(System.nanoTime(), nameOf(other.get())));
        }
        Compare unchanged = there.map(entry -> Compare.modRevisionEquals(key, entry.modRevision()))
                .orElse(Compare.absent(key));
        return etcd.grant(LEASE_SECONDS).compose(granted -> put(job, granted, unchanged));
    }

    private Future<RunInput> put(Job job, Lease granted, Compare unchanged) {
        String value = CloudEventCodec.toJson(BackupLock.newBuilder()
                .setNode(node)
                .setInstance(instance)
                .setCommandId(job.id())
                .setKind(job.task().getKind())
                .build());
        return etcd.commit(Txn.when(unchanged).then(Op.put(key, value, granted.id())))
                .map(result -> {
                    long now = System.nanoTime();
                    if (result instanceof TxnResult.Applied) {
                        keep(granted.id());
                        return new RunInput.LockTaken(now);
                    }
                    // Also when nobody knows whether it was applied: without its lease it is nobody's.
                    etcd.revoke(granted.id());
                    return result instanceof TxnResult.Refused
                            ? new RunInput.LockHeld(now, "another agent")
                            : new RunInput.LockUnknown(now, "etcd did not say whether it gave the lock of the stanza");
                });
    }

    private void keep(long granted) {
        vertx.cancelTimer(timer);
        lease = granted;
        timer = vertx.setPeriodic(KEEP_EVERY_MILLIS, tick -> etcd.keepAliveOnce(granted)
                .onFailure(failure -> log.warn(
                        "The lock of a stanza could not be renewed; the run goes on, pgBackRest's own lock guards it on this"
                                + " host. key={} reason={}",
                        key,
                        failure.getMessage())));
    }

    /** Also of an earlier life of this agent: it is the same job. */
    private boolean isOurs(BackupLock lock, Job job) {
        return lock.getNode().equals(node) && lock.getCommandId().equals(job.id());
    }

    private static String nameOf(BackupLock lock) {
        return lock.getNode().isEmpty() ? "somebody" : lock.getNode();
    }

    private static BackupLock parse(Entry entry) {
        try {
            return CloudEventCodec.fromJson(entry.value(), BackupLock.getDefaultInstance());
        } catch (InvalidProtocolBufferException unreadable) {
            return BackupLock.getDefaultInstance();
        }
    }
}
