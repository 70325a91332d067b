package io.pgbaton.lab.chaos.write;

import java.time.Clock;
import java.time.Instant;

/** Times of day that never go back: set once by the machine's clock, driven by its monotonic one. */
public final class LabClock {
    private final Instant started = Clock.systemUTC().instant();
    private final long origin = System.nanoTime();

    public Instant now() {
        return started.plusNanos(System.nanoTime() - origin);
    }
}
