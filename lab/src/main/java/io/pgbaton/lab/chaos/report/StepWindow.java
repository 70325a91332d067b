package io.pgbaton.lab.chaos.report;

import io.pgbaton.lab.chaos.nemesis.ExecutedFault;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * The time that a step answers for: from a moment before its first fault to the same moment before the next step.
 *
 * @param label its kinds of fault in words
 */
public record StepWindow(String label, Instant from, Instant until) {
    /** A row acknowledged right before a kill is lost by that kill. */
    private static final Duration BEFORE = Duration.ofSeconds(2);

    private static final Instant FOREVER = Instant.parse("9999-01-01T00:00:00Z");

    /** One for each step in which something was done, in their order. */
    public static List<StepWindow> of(List<ExecutedFault> executed) {
        Map<Integer, List<ExecutedFault>> steps = new TreeMap<>(
                executed.stream().filter(ExecutedFault::done).collect(Collectors.groupingBy(ExecutedFault::step)));
        List<StepWindow> windows = new ArrayList<>();
        for (List<ExecutedFault> faults : steps.values()) {
            List<ExecutedFault> inOrder = faults.stream()
                    .sorted(Comparator.comparing(ExecutedFault::from))
                    .toList();
            String label = inOrder.stream().map(fault -> fault.kind().word()).collect(Collectors.joining(" + "));
            Instant from = inOrder.get(0).from().minus(BEFORE);
            if (!windows.isEmpty()) {
                StepWindow last = windows.remove(windows.size() - 1);
                windows.add(new StepWindow(last.label(), last.from(), from));
            }
            windows.add(new StepWindow(label, from, FOREVER));
        }
        return windows;
    }

    public boolean holds(Instant time) {
        return !time.isBefore(from) && time.isBefore(until);
    }

    /** The label of the window that holds this time. */
    public static Optional<String> labelAt(List<StepWindow> windows, Instant time) {
        return windows.stream()
                .filter(window -> window.holds(time))
                .map(StepWindow::label)
                .findFirst();
    }
}
