package io.pgbaton.sim.time;

/** Nanoseconds, readable. */
public final class Spans {
    public static final long MICROS = 1_000L;
    public static final long MILLIS = 1_000_000L;
    public static final long SECOND = 1_000_000_000L;

    private Spans() {}

    /** As seconds with six digits after the point. */
    public static String seconds(long nanos) {
        long micros = Math.floorDiv(nanos, MICROS);
        return micros / 1_000_000 + "."
                + Long.toString(1_000_000 + Math.floorMod(micros, 1_000_000L)).substring(1);
    }
}
