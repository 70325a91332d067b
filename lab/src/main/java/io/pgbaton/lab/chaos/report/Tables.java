package io.pgbaton.lab.chaos.report;

import java.util.List;
import java.util.stream.Collectors;

/** Markdown tables. */
final class Tables {
    private Tables() {}

    static String of(List<String> head, List<List<String>> rows) {
        String ruler = head.stream().map(column -> "---").collect(Collectors.joining(" | ", "| ", " |\n"));
        return line(head) + ruler + rows.stream().map(Tables::line).collect(Collectors.joining());
    }

    private static String line(List<String> cells) {
        return cells.stream().collect(Collectors.joining(" | ", "| ", " |\n"));
    }
}
