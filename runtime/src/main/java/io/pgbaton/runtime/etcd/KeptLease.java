package io.pgbaton.runtime.etcd;

import io.vertx.core.Future;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * A lease that is kept alive as long as etcd can be reached, and granted anew when it was lost. Its owner puts its keys
 * again at each {@link Signal.Granted}.
 */
public final class KeptLease {
    private static final long RETRY_MILLIS = 500;
    private static final long LONGEST_BACKOFF_MILLIS = 2000;

    /** What happened to the lease, told on etcd's context. */
    public sealed interface Signal {
        record Granted(Lease lease) implements Signal {}

        /** It ran out, or must be taken to have: its time is over and no keepalive was confirmed. */
        record Lost(Lease lease, EtcdFailure failure) implements Signal {}
    }

    private final Etcd etcd;
    private final long seconds;
    private final Consumer<Signal> owner;
    private Lease lease;
    private boolean stopped;
    private long endsAt;
    private long backoff = RETRY_MILLIS;
    private long timer = -1;

    private KeptLease(Etcd etcd, long seconds, Consumer<Signal> owner) {
        this.etcd = etcd;
        this.seconds = seconds;
        this.owner = owner;
    }

    /** Grants one of so many seconds to live, and renews it after each third of them. */
    public static KeptLease keep(Etcd etcd, long seconds, Consumer<Signal> owner) {
        KeptLease kept = new KeptLease(etcd, seconds, owner);
        etcd.link().run(kept::grant);
        return kept;
    }

    /** Ask on the context. Empty before the first grant and between a loss and the next one. */
    public OptionalLong current() {
        return lease == null ? OptionalLong.empty() : OptionalLong.of(lease.id());
    }

    /** Revokes the lease, and its keys with it; call on the context. When etcd is away they end by themselves. */
    public Future<Void> stop() {
        stopped = true;
        etcd.link().cancel(timer);
        Lease last = lease;
        lease = null;
        return last == null ? Future.succeededFuture() : etcd.revoke(last.id());
    }

    private void grant() {
        long sentAt = now();
        etcd.grant(seconds).onComplete(answer -> {
            if (stopped) {
                if (answer.succeeded()) {
                    etcd.revoke(answer.result().id());
                }
            } else if (answer.succeeded()) {
                granted(answer.result(), sentAt);
            } else {
                later(backoff, this::grant);
                backoff = Math.min(backoff * 2, LONGEST_BACKOFF_MILLIS);
            }
        });
    }

    private void granted(Lease fresh, long sentAt) {
        lease = fresh;
        backoff = RETRY_MILLIS;
        confirmed(sentAt, fresh.seconds());
        owner.accept(new Signal.Granted(fresh));
    }

    private void keepAlive() {
        long sentAt = now();
        etcd.keepAliveOnce(lease.id()).onComplete(answer -> {
            if (stopped) {
                return;
            }
            if (answer.succeeded()) {
                confirmed(sentAt, answer.result());
            } else {
                failed(EtcdException.kindOf(answer.cause()));
            }
        });
    }

    private void confirmed(long sentAt, long secondsLeft) {
        endsAt = sentAt + TimeUnit.SECONDS.toMillis(secondsLeft);
        later(TimeUnit.SECONDS.toMillis(secondsLeft) / 3, this::keepAlive);
    }

    private void failed(EtcdFailure failure) {
        if (failure != EtcdFailure.LEASE_NOT_FOUND && now() < endsAt) {
            later(RETRY_MILLIS, this::keepAlive);
            return;
        }
        Lease lost = lease;
        lease = null;
        owner.accept(new Signal.Lost(lost, failure));
        if (!stopped) {
            grant();
        }
    }

    private void later(long millis, Runnable work) {
        timer = etcd.link().after(millis, work);
    }

    private static long now() {
        return TimeUnit.NANOSECONDS.toMillis(System.nanoTime());
    }
}
