package io.pgbaton.nodeagent.kernel;

/** What is left of an address's life in whole seconds, as the kernel counts it, or for ever. */
public record Lifetime(long seconds) {
    /** The kernel's INFINITY_LIFE_TIME, an unsigned 32-bit number. */
    private static final long INFINITE = 0xffff_ffffL;

    static final Lifetime FOREVER = new Lifetime(INFINITE);

    public boolean isForever() {
        return seconds == INFINITE;
    }

    @Override
    public String toString() {
        return isForever() ? "forever" : seconds + "s";
    }
}
