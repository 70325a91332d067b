package io.pgbaton.sim.node;

import io.pgbaton.sim.time.SimScheduler;

/** A PostgreSQL, as far as an address depends on it: does it answer, is it in recovery. */
public final class SimPostgres {
    private final SimScheduler scheduler;
    private boolean up = true;
    private boolean primary;
    private long answersFrom;
    private long writableFrom;
    private long writableUntil = -1;

    public SimPostgres(SimScheduler scheduler) {
        this.scheduler = scheduler;
    }

    public boolean up() {
        return up && scheduler.now() >= answersFrom;
    }

    public boolean primary() {
        return up && primary;
    }

    public boolean writable() {
        return up() && primary && scheduler.now() >= writableFrom;
    }

    /** World time at which it last took writes; -1 for never. */
    public long lastWritable() {
        return writable() ? scheduler.now() : writableUntil;
    }

    /** @param delay until the promotion is complete */
    public void promote(long delay) {
        if (!primary()) {
            primary = true;
            writableFrom = scheduler.now() + delay;
        }
    }

    public void demote() {
        remember();
        primary = false;
    }

    public void kill() {
        remember();
        up = false;
    }

    /**
     * Starts, as what it was when it ended if {@code asPrimary}, else as a replica; connections are refused until then.
     */
    public void start(boolean asPrimary, long delay) {
        remember();
        up = true;
        primary = asPrimary;
        answersFrom = scheduler.now() + delay;
        writableFrom = answersFrom;
    }

    private void remember() {
        writableUntil = lastWritable();
    }
}
