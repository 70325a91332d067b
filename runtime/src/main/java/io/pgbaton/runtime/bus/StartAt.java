package io.pgbaton.runtime.bus;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/**
 * Where a reader begins in a partition.
 *
 * @param resetPolicy the same as the client's {@code auto.offset.reset}
 * @param distance how far back from now; empty for either end of the log
 * @param places the next offset to read, where it is known; the others begin as the policy says
 */
public record StartAt(String resetPolicy, Optional<Duration> distance, Map<TopicSlice, Long> places) {
    /** What is published from now on. */
    public static final StartAt END = new StartAt("latest", Optional.empty(), Map.of());

    /** All that the bus still has. */
    public static final StartAt BEGINNING = new StartAt("earliest", Optional.empty(), Map.of());

    /** What was published within the last {@code back}. */
    public static StartAt back(Duration back) {
        return new StartAt("by_duration:" + back, Optional.of(back), Map.of());
    }

    /**
     * Where an earlier life stopped reading, and at the end of what it never read. What the bus has deleted meanwhile is
     * passed over; a place beyond the end is of a topic that was made anew, and counts as its end.
     */
    public static StartAt places(Map<TopicSlice, Long> next) {
        return new StartAt("latest", Optional.empty(), Map.copyOf(next));
    }
}
