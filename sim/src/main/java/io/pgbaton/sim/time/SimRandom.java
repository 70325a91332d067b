package io.pgbaton.sim.time;

import java.util.List;

/** The only source of chance in a world. SplitMix64: its sequence is fixed by its author, not by a Java version. */
public final class SimRandom {
    private long state;

    public SimRandom(long seed) {
        // Neighbouring seeds would begin alike: the first draw mixes them apart.
        state = seed * 0x9E3779B97F4A7C15L;
        next();
    }

    /** Other dice, fixed by the same seed; nothing is drawn from these. */
    public SimRandom fork(long salt) {
        return new SimRandom(state ^ salt);
    }

    private long next() {
        state += 0x9E3779B97F4A7C15L;
        long z = state;
        z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
        z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
        return z ^ (z >>> 31);
    }

    /** Evenly from {@code low} (included) to {@code high} (excluded). */
    public long between(long low, long high) {
        return high <= low ? low : low + Long.remainderUnsigned(next(), high - low);
    }

    public boolean chance(double probability) {
        return (next() >>> 11) * 0x1.0p-53 < probability;
    }

    public <T> T pick(List<T> list) {
        return list.get((int) between(0, list.size()));
    }

    /** Mostly short, sometimes long: the shape of most faults. Between {@code low} and {@code high}. */
    public long skewed(long low, long high) {
        double u = (next() >>> 11) * 0x1.0p-53;
        return low + (long) ((high - low) * u * u * u);
    }
}
