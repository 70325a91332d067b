package io.pgbaton.backupagent.act;

import com.google.protobuf.InvalidProtocolBufferException;
import io.pgbaton.backupagent.decide.Job;
import io.pgbaton.backupagent.decide.RunInput;
import io.pgbaton.proto.Scope;
import io.pgbaton.proto.bus.CloudEventCodec;
import io.pgbaton.proto.handsoff.HandsOff;
import io.pgbaton.proto.handsoff.HandsOffText;
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
    /** What was asked of etcd before the last release is nobody's when it comes back. */
    private long turn;
    /** Whether the last renewal failed: it is said once. */
    private boolean shaky;
    /** Completes, never fails, when etcd knows of the last release. */
    private Future<Void> released = Future.succeededFuture();

    /** @param key of what is locked */
    public StanzaLock(Vertx vertx, Etcd etcd, Scope scope, String key, String node, String instance) {
        this.vertx = vertx;
        this.etcd = etcd;
        this.handsOff = new HandsOffReader(scope);
        this.key = key;
        this.node = node;
        this.instance = instance;
    }

    /** Unless it is another's, or operators want hands off (R11). Never fails: the answer is the input. */
    public Future<RunInput> take(Job job) {
        List<Range> ranges = new ArrayList<>(HandsOffReader.everywhere());
        ranges.addAll(handsOff.ranges());
        ranges.add(Range.key(key));
        long mine = turn;
        return released.compose(freed -> etcd.read(ranges))
                .compose(found -> {
                    HandsOff hands = handsOff.read(found.entries());
                    if (hands.paused()) {
                        String why =
                                hands.pauses().stream().map(HandsOffText::of).collect(Collectors.joining("; "));
                        return Future.<RunInput>succeededFuture(new RunInput.Paused(System.nanoTime(), why));
                    }
                    return put(job, found, mine);
                })
                .recover(failure -> Future.succeededFuture(
                        new RunInput.LockUnknown(System.nanoTime(), "etcd does not answer: " + failure.getMessage())));
    }

    /** For a run that is there already: if it cannot be had, it goes on all the same. */
    public void hold(Job job) {
        takeAnew(job)
                .onFailure(failure -> log.warn(
                        "A run of an earlier life goes on without the lock of its stanza; pgBackRest's own lock guards it"
                                + " on this host. key={} reason={}",
                        key,
                        failure.getMessage()));
    }

    /** At once; without etcd it ends with its lease. Never fails. */
    public Future<Void> release() {
        long last = lease;
        letGo();
        if (last != 0) {
            released = etcd.revoke(last)
                    .onFailure(failure -> log.info(
                            "The lock of a stanza could not be given back; it ends by itself. key={} seconds={}",
                            key,
                            LEASE_SECONDS))
                    .otherwiseEmpty();
        }
        return released;
    }

    /** Renews it no more and leaves the key to its lease. */
    public Future<Void> leave() {
        letGo();
        return Future.succeededFuture();
    }

    private void letGo() {
        vertx.cancelTimer(timer);
        lease = 0;
        turn++;
        shaky = false;
    }

    private Future<RunInput> takeAnew(Job job) {
        long mine = turn;
        return etcd.read(List.of(Range.key(key))).compose(found -> put(job, found, mine));
    }

    private Future<RunInput> put(Job job, Snapshot found, long mine) {
        Optional<Entry> there = found.get(key);
        Optional<BackupLock> other = there.map(StanzaLock::parse);
        if (other.isPresent() && !isOurs(other.get(), job)) {
            return Future.succeededFuture(new RunInput.LockHeld(System.nanoTime(), nameOf(other.get())));
        }
        Compare unchanged = there.map(entry -> Compare.modRevisionEquals(key, entry.modRevision()))
                .orElse(Compare.absent(key));
        return etcd.grant(LEASE_SECONDS).compose(granted -> put(job, granted, unchanged, mine));
    }

    private Future<RunInput> put(Job job, Lease granted, Compare unchanged, long mine) {
        String value = CloudEventCodec.toJson(BackupLock.newBuilder()
                .setNode(node)
                .setInstance(instance)
                .setCommandId(job.id())
                .setKind(job.task().getKind())
                .build());
        return etcd.commit(Txn.when(unchanged).then(Op.put(key, value, granted.id())))
                .map(result -> {
                    long now = System.nanoTime();
                    if (result instanceof TxnResult.Applied && mine == turn) {
                        keep(job, granted.id());
                        return new RunInput.LockTaken(now);
                    }
                    // Also when it came too late, or nobody knows whether it was applied: without its lease it is
                    // nobody's.
                    etcd.revoke(granted.id());
                    return result instanceof TxnResult.Refused
                            ? new RunInput.LockHeld(now, "another agent")
                            : new RunInput.LockUnknown(now, "etcd did not say whether it gave the lock of the stanza");
                });
    }

    private void keep(Job job, long granted) {
        vertx.cancelTimer(timer);
        lease = granted;
        timer = vertx.setPeriodic(KEEP_EVERY_MILLIS, tick -> etcd.keepAliveOnce(granted)
                .onSuccess(renewed -> shaky = false)
                .onFailure(failure -> notRenewed(job, granted, failure)));
    }

    /** Its lease may have run out while etcd was away: then it is taken again, unless another was faster. */
    private void notRenewed(Job job, long granted, Throwable failure) {
        if (lease != granted) {
            return;
        }
        if (!shaky) {
            shaky = true;
            log.warn(
                    "The lock of a stanza could not be renewed; the run goes on, pgBackRest's own lock guards it on this"
                            + " host. key={} reason={}",
                    key,
                    failure.getMessage());
        }
        takeAnew(job)
                .onSuccess(answer -> log.debug("The lock of a stanza was asked for again. key={} got={}", key, answer))
                .onFailure(away -> log.debug("The lock of a stanza cannot be taken again yet. key={}", key, away));
    }

    /** Also of an earlier life of this agent, when it is the same job; and what this life could not give back. */
    private boolean isOurs(BackupLock lock, Job job) {
        return lock.getNode().equals(node)
                && (lock.getCommandId().equals(job.id()) || lock.getInstance().equals(instance));
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
