package io.pgbaton.sim.time;

/**
 * CLOCK_BOOTTIME of one node: it stands still while the whole machine is frozen (a VM that is paused counts nothing),
 * and
 * begins anew at a boot. Two nodes' clocks have nothing to do with each other, so that code which compares them fails.
 */
public final class BootClock {
    private final SimScheduler scheduler;
    private long zero;
    private long frozenAt = -1;
    private long frozen;

    /** @param age how long the node has been up when the world begins */
    public BootClock(SimScheduler scheduler, long age) {
        this.scheduler = scheduler;
        this.zero = scheduler.now() - age;
    }

    public long now() {
        return (frozenAt >= 0 ? frozenAt : scheduler.now()) - zero;
    }

    public void freeze() {
        frozenAt = scheduler.now();
    }

    public void thaw() {
        long lost = scheduler.now() - frozenAt;
        zero += lost;
        frozen += lost;
        frozenAt = -1;
    }

    public void reboot() {
        zero = scheduler.now();
        frozenAt = -1;
    }

    /** How long this machine has been frozen since the world began. */
    public long frozen() {
        return frozen;
    }
}
