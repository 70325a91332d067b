package io.pgbaton.lab.chaos.report;

import io.pgbaton.lab.chaos.write.Acknowledged;
import io.pgbaton.lab.writer.WritePath;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** For each fault the longest time in which no connection of a path got a row acknowledged. */
final class Outages {
    private final List<StepWindow> windows;

    Outages(List<StepWindow> windows) {
        this.windows = windows;
    }

    /** By the label of the step; one value for each of its times, in milliseconds. */
    Map<String, List<Long>> of(WritePath path, List<Acknowledged> rows) {
        List<Instant> times = rows.stream()
                .filter(row -> row.path() == path)
                .map(Acknowledged::acknowledged)
                .sorted()
                .toList();
        Map<String, List<Long>> found = new TreeMap<>();
        for (StepWindow window : windows) {
            longest(times, window).ifPresent(gap -> found.computeIfAbsent(window.label(), label -> new ArrayList<>())
                    .add(gap.toMillis()));
        }
        return found;
    }

    /** Of the gaps that began in the window. */
    private static Optional<Duration> longest(List<Instant> times, StepWindow window) {
        Optional<Duration> longest = Optional.empty();
        for (int i = 1; i < times.size(); i++) {
            if (window.holds(times.get(i - 1))) {
                Duration gap = Duration.between(times.get(i - 1), times.get(i));
                longest = longest.filter(other -> other.compareTo(gap) >= 0).or(() -> Optional.of(gap));
            }
        }
        return longest;
    }
}
