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

    /** As seconds with one digit after the point, for people. */
    public static String tenths(long nanos) {
        long tenths = nanos / (SECOND / 10);
        return tenths / 10 + "." + tenths % 10;
    }

    /**
     * Reads {@code 300ms} or {@code 5s}.
     *
     * @throws IllegalArgumentException for anything else
     */
    public static long parse(String text) {
        if (text.endsWith("ms")) {
            return Long.parseLong(text.substring(0, text.length() - 2)) * MILLIS;
        }
        if (text.endsWith("s")) {
            return Long.parseLong(text.substring(0, text.length() - 1)) * SECOND;
        }
        throw new IllegalArgumentException("'" + text + "' is no span; write 300ms or 5s");
    }
}
