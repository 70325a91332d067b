package io.pgbaton.nodeagent.kernel;

import com.sun.jna.Native;

/** CLOCK_BOOTTIME: monotonic, and unlike {@link System#nanoTime} it goes on while the machine is suspended (R1b). */
public final class BootClock {
    private static final int CLOCK_BOOTTIME = 7;
    private static final long NANOS_PER_SECOND = 1_000_000_000L;

    private BootClock() {}

    /**
     * Nanoseconds since the machine booted; the same count in every process of it.
     *
     * @throws NotSupportedHere on anything but 64-bit Linux
     */
    public static long nanos() {
        Libc.load();
        long[] time = new long[2];
        if (Libc.clock_gettime(CLOCK_BOOTTIME, time) != 0) {
            throw KernelException.refused("read CLOCK_BOOTTIME", Native.getLastError());
        }
        return time[0] * NANOS_PER_SECOND + time[1];
    }
}
