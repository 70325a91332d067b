package io.pgbaton.sim.node;

/**
 * A server of a HAProxy backend: up and down as 2.6 counts its checks ({@code fall 3 rise 3}). What the Runtime API sets
 * lasts until as many checks say otherwise.
 */
public final class SimServer {
    static final int RISE = 3;
    static final int FALL = 3;
    private static final int BEST = RISE + FALL - 1;

    private final SimNode member;
    private int health = RISE;
    private boolean set;
    private boolean maintained;
    private long disturbed = Long.MIN_VALUE / 2;

    SimServer(SimNode member) {
        this.member = member;
    }

    SimNode member() {
        return member;
    }

    public String name() {
        return member.name();
    }

    /** It takes new connections. */
    public boolean up() {
        return !maintained && health >= RISE;
    }

    /** It is what somebody set it to, and no check has changed it since. */
    public boolean isSet() {
        return set;
    }

    /** World time at which somebody last set it, or a check last failed. */
    public long disturbed() {
        return disturbed;
    }

    /** Somebody put it into maintenance: nothing but he ends that. */
    public boolean maintained() {
        return maintained;
    }

    /** In a new worker: up until the first check that fails. */
    void begin() {
        health = RISE;
        set = false;
        maintained = false;
    }

    void health(boolean up, long now) {
        health = up ? BEST : 0;
        set = true;
        maintained = false;
        disturbed = now;
    }

    /** The state that pgbaton never sets (R7): checks stop. */
    void maintenance() {
        maintained = true;
    }

    void checked(boolean passed, long now) {
        boolean was = up();
        if (passed) {
            health = health + 1 == RISE ? BEST : Math.min(BEST, health + 1);
        } else {
            health = health > RISE ? health - 1 : 0;
            disturbed = now;
        }
        set &= was == up();
    }
}
