package io.pgbaton.lab.bench;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.stream.Collectors;

/** Measured spans by name, in milliseconds, and their table: n, median, worst. */
final class Figures {
    private final Map<String, List<Double>> byName = new LinkedHashMap<>();

    void add(String name, double millis) {
        byName.computeIfAbsent(name, key -> new ArrayList<>()).add(millis);
    }

    /** Empty when it was never measured. */
    OptionalDouble median(String name) {
        List<Double> values = byName.getOrDefault(name, List.of());
        return values.isEmpty() ? OptionalDouble.empty() : OptionalDouble.of(median(values));
    }

    /** A Markdown table; a name that was never measured is not in it. */
    String table(String title) {
        String rows = byName.entrySet().stream()
                .map(entry -> row(entry.getKey(), entry.getValue()))
                .collect(Collectors.joining("\n"));
        return "| " + title + " | n | median ms | worst ms |\n| --- | --- | --- | --- |\n" + rows + "\n";
    }

    /** The same, with the ratio of each median to that of one of the names, which was measured. */
    String tableAgainst(String title, String base) {
        double one = median(base).orElseThrow();
        String rows = byName.entrySet().stream()
                .map(entry ->
                        row(entry.getKey(), entry.getValue()) + " %.3f |".formatted(median(entry.getValue()) / one))
                .collect(Collectors.joining("\n"));
        return "| " + title + " | n | median ms | worst ms | ratio of the medians |\n| --- | --- | --- | --- | --- |\n"
                + rows + "\n";
    }

    private static String row(String name, List<Double> values) {
        return "| %s | %d | %.1f | %.1f |".formatted(name, values.size(), median(values), Collections.max(values));
    }

    private static double median(List<Double> values) {
        List<Double> sorted = values.stream().sorted().toList();
        int middle = sorted.size() / 2;
        return sorted.size() % 2 == 1 ? sorted.get(middle) : (sorted.get(middle - 1) + sorted.get(middle)) / 2;
    }
}
