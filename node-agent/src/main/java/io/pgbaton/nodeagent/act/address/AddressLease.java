package io.pgbaton.nodeagent.act.address;

import io.pgbaton.nodeagent.kernel.BootClock;
import io.pgbaton.runtime.etcd.Etcd;
import io.pgbaton.runtime.etcd.EtcdException;
import io.pgbaton.runtime.etcd.EtcdFailure;
import io.vertx.core.Future;
import java.util.concurrent.TimeUnit;

/**
 * The lease on which the address keys of a scope hang: lifetime + 3 s, so that whoever sees it run out knows that the
 * kernel has long taken the address away (R1a, R1c). It is kept alive with every confirmation and by nothing else.
 */
final class AddressLease {
    private static final long BEYOND_LIFETIME_SECONDS = 3;

    /** A key may hang only on a lease renewed this lately, so that it outlives the kernel's lifetime from now. */
    private static final long FRESH = 1_500_000_000L;

    private final Etcd etcd;
    private final long seconds;
    private long id;
    private long renewedAt;
    private Future<Long> granting = Future.succeededFuture();

    AddressLease(Etcd etcd, long lifetimeNanos) {
        this.etcd = etcd;
        this.seconds = TimeUnit.NANOSECONDS.toSeconds(lifetimeNanos) + BEYOND_LIFETIME_SECONDS;
    }

    /** A lease that a key may be hung on now: granted anew or kept alive if need be. */
    Future<Long> forKey() {
        if (id == 0) {
            return grant();
        }
        return BootClock.nanos() - renewedAt < FRESH
                ? Future.succeededFuture(id)
                : renew().compose(kept -> kept != 0 ? Future.succeededFuture(kept) : grant());
    }

    /**
     * Keeps it alive.
     *
     * @return which; 0 when there is none, or etcd no longer knew it: then what hung on it is gone
     */
    Future<Long> renew() {
        if (id == 0) {
            return Future.succeededFuture(0L);
        }
        long sentAt = BootClock.nanos();
        long asked = id;
        return etcd.keepAliveOnce(asked)
                .map(left -> {
                    renewedAt = sentAt;
                    return asked;
                })
                .recover(failure -> lost(asked, failure));
    }

    /** When it was last renewed or granted, CLOCK_BOOTTIME in nanoseconds: what hangs on it confirms nothing later. */
    long renewedAt() {
        return renewedAt;
    }

    Future<Void> revoke() {
        long last = id;
        id = 0;
        return last == 0 ? Future.succeededFuture() : etcd.revoke(last);
    }

    /** Who asks while one is on its way gets that one: of two leases only one would be kept alive. */
    private Future<Long> grant() {
        if (granting.isComplete()) {
            long sentAt = BootClock.nanos();
            granting = etcd.grant(seconds).map(lease -> {
                id = lease.id();
                renewedAt = sentAt;
                return id;
            });
        }
        return granting;
    }

    private Future<Long> lost(long asked, Throwable failure) {
        if (EtcdException.kindOf(failure) != EtcdFailure.LEASE_NOT_FOUND) {
            return Future.failedFuture(failure);
        }
        if (id == asked) {
            id = 0;
        }
        return Future.succeededFuture(0L);
    }
}
