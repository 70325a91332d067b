package io.pgbaton.runtime.bus;

import java.time.Duration;
import java.util.Optional;

/**
 * Where a reader begins in a partition.
 *
 * @param resetPolicy the same as the client's {@code auto.offset.reset}
 * @param distance how far back from now; empty for either end of the log
 */
public record StartAt(String resetPolicy, Optional<Duration> distance) {
    /** What is published from now on. */
    public static final StartAt END = new StartAt("latest", Optional.empty());

    /** All that the bus still has. */
    public static final StartAt BEGINNING = new StartAt("earliest", Optional.empty());

    /** What was published within the last {@code back}. */
    public static StartAt back(Duration back) {
        return new StartAt("by_duration:" + back, Optional.of(back));
    }
}
