package io.pgbaton.backupagent.decide;

import java.time.Duration;

/** How often progress goes on the bus: the first at once, then enough to watch it, and never a flood. */
final class Telling {
    private static final long EVERY = Duration.ofSeconds(5).toNanos();
    private static final int STEP_HUNDREDTHS = 500;

    private Telling() {}

    static boolean isDue(Current current, long at) {
        boolean muchMore = current.progress().hundredths() - current.told() >= STEP_HUNDREDTHS;
        return current.told() == Current.UNTOLD || (muchMore && at - current.toldAt() >= EVERY);
    }
}
