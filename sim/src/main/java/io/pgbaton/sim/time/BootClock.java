package io.pgbaton.sim.time;

/**
 * CLOCK_BOOTTIME of one node: it stands still while the whole machine is frozen (a VM that is paused counts nothing),
 * begins anew at a boot, and runs a little fast or slow. Two nodes' clocks have nothing to do with each other, so that code
 * which compares them fails.
 */
public final class BootClock {
    private static final long MILLION = 1_000_000;

    private final SimScheduler scheduler;
    /** What it showed at {@link #since}, world time. */
    private long shown;

    private long since;
    private long drift;
    private long frozenAt = -1;
    private long frozen;

    /** @param age how long the node has been up when the world begins */
    public BootClock(SimScheduler scheduler, long age) {
        this.scheduler = scheduler;
        this.shown = age;
        this.since = scheduler.now();
    }

    public long now() {
        if (frozenAt >= 0) {
            return shown;
        }
        long passed = scheduler.now() - since;
        return shown + passed + passed * drift / MILLION;
    }

    /** From now on it runs this much too fast, in millionths; too slow when negative. */
    public void drift(long partsPerMillion) {
        shown = now();
        since = scheduler.now();
        drift = partsPerMillion;
    }

    /** World time that passes while this clock, when it is not frozen, goes on by this span. */
    public long worldSpan(long span) {
        return span * MILLION / (MILLION + drift) + (drift == 0 ? 0 : 1);
    }

    public boolean runs() {
        return frozenAt < 0;
    }

    public void freeze() {
        shown = now();
        frozenAt = scheduler.now();
    }

    public void thaw() {
        frozen += scheduler.now() - frozenAt;
        since = scheduler.now();
        frozenAt = -1;
    }

    public void reboot() {
        shown = 0;
        since = scheduler.now();
        frozenAt = -1;
    }

    /** How long this machine has been frozen since the world began. */
    public long frozen() {
        return frozen;
    }
}
