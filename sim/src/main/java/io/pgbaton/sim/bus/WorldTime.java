package io.pgbaton.sim.bus;

import io.pgbaton.coordinator.decide.Moment;
import io.pgbaton.sim.etcd.SimEtcd;
import io.pgbaton.sim.time.SimScheduler;
import java.time.Instant;

/** The wall clock of the world, and the id of its etcd. */
final class WorldTime {
    private static final long ETCD_CLUSTER = 0xE7CDL;

    /** Another after each restore, as a store that is put back gets. */
    static long cluster(SimEtcd etcd) {
        return ETCD_CLUSTER + etcd.restores();
    }

    private static final Instant BEGAN = Instant.parse("2026-01-01T00:00:00Z");

    private WorldTime() {}

    /** @param error what the clock that is looked at shows too much, in nanoseconds */
    static Instant wall(SimScheduler scheduler, long error) {
        return BEGAN.plusNanos(scheduler.now() + error);
    }

    static Moment moment(SimScheduler scheduler, long error) {
        return new Moment(scheduler.now(), wall(scheduler, error));
    }
}
