package io.pgbaton.sim.etcd;

import static io.pgbaton.sim.time.Spans.MILLIS;
import static io.pgbaton.sim.time.Spans.SECOND;

import io.pgbaton.sim.time.SimRandom;
import io.pgbaton.sim.time.SimScheduler;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.LongConsumer;

/**
 * etcd's leases: granted in whole seconds, ended never before their time and usually a little after (etcd looks every
 * 500 ms), and started afresh when a new etcd leader comes, as after a loss of quorum.
 */
final class Leases {
    private final SimScheduler scheduler;
    private final SimRandom random;
    private final LongConsumer revoke;
    private final TreeMap<Long, Lease> leases = new TreeMap<>();
    private boolean quorum = true;
    private long lastId = 1000;

    /** @param revoke ends the keys that hang on a lease */
    Leases(SimScheduler scheduler, SimRandom random, LongConsumer revoke) {
        this.scheduler = scheduler;
        this.random = random;
        this.revoke = revoke;
    }

    long grant(long ttl) {
        Lease lease = new Lease(++lastId, (ttl + SECOND - 1) / SECOND * SECOND);
        leases.put(lease.id, lease);
        lease.deadline = scheduler.now() + lease.ttl;
        watch(lease, lease.deadline);
        return lease.id;
    }

    boolean keepAlive(long id) {
        Lease lease = leases.get(id);
        if (lease == null) {
            return false;
        }
        if (scheduler.now() >= lease.deadline) {
            // etcd answers only after it has revoked a lease whose time is over.
            end(id);
            return false;
        }
        lease.deadline = scheduler.now() + lease.ttl;
        return true;
    }

    /** When this lease ends if nobody keeps it alive, in world time; 0 when it is gone. */
    long deadline(long id) {
        Lease lease = leases.get(id);
        return lease == null ? 0 : lease.deadline;
    }

    void quorum(boolean now) {
        quorum = now;
        if (now) {
            for (Lease lease : leases.values()) {
                lease.lapsed = false;
                lease.deadline = scheduler.now() + lease.ttl;
                watch(lease, lease.deadline);
            }
        }
    }

    /** Ids and how long each was granted for; ids of later ones are never given again, as etcd draws them at random. */
    Map<Long, Long> backup() {
        Map<Long, Long> granted = new TreeMap<>();
        leases.values().forEach(lease -> granted.put(lease.id, lease.ttl));
        return granted;
    }

    /** Restored leases begin anew; what hangs on them is not ended by those that are forgotten. */
    void restore(Map<Long, Long> granted) {
        leases.values().stream().filter(lease -> lease.expiry != null).forEach(lease -> lease.expiry.cancel());
        leases.clear();
        granted.forEach((id, ttl) -> {
            Lease lease = new Lease(id, ttl);
            leases.put(id, lease);
            lease.deadline = scheduler.now() + ttl;
            watch(lease, lease.deadline);
        });
    }

    void end(long id) {
        if (leases.remove(id) != null) {
            revoke.accept(id);
        }
    }

    private void watch(Lease lease, long when) {
        if (lease.expiry != null) {
            lease.expiry.cancel();
        }
        lease.expiry = scheduler.at(when, () -> look(lease));
    }

    private void look(Lease lease) {
        if (!quorum || leases.get(lease.id) != lease) {
            return;
        }
        if (scheduler.now() < lease.deadline) {
            watch(lease, lease.deadline);
        } else if (!lease.lapsed) {
            lease.lapsed = true;
            long late = random.chance(0.1) ? 2 * SECOND : 500 * MILLIS;
            watch(lease, scheduler.now() + random.between(0, late));
        } else {
            end(lease.id);
        }
    }

    private static final class Lease {
        final long id;
        final long ttl;
        long deadline;
        boolean lapsed;
        SimScheduler.Event expiry;

        Lease(long id, long ttl) {
            this.id = id;
            this.ttl = ttl;
        }
    }
}
