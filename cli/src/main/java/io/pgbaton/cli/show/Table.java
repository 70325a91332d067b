package io.pgbaton.cli.show;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Columns as wide as what is in them. */
public final class Table {
    private static final String GAP = "  ";

    private final List<List<Cell>> rows = new ArrayList<>();

    public Table(String... heads) {
        rows.add(Stream.of(heads).map(head -> Cell.of(head, Colour.STRONG)).toList());
    }

    public Table row(Cell... cells) {
        rows.add(List.of(cells));
        return this;
    }

    public void print(Terminal terminal) {
        int columns = rows.get(0).size();
        List<Integer> widths = IntStream.range(0, columns).mapToObj(this::width).toList();
        rows.forEach(row -> terminal.line(line(terminal, row, widths)));
    }

    private int width(int column) {
        return rows.stream()
                .mapToInt(row -> row.get(column).text().length())
                .max()
                .orElse(0);
    }

    /** Padded before painting: the codes of a colour take no room on the screen. */
    private static String line(Terminal terminal, List<Cell> row, List<Integer> widths) {
        return IntStream.range(0, row.size())
                .mapToObj(i -> terminal.paint(
                        row.get(i).colour(), padded(row.get(i).text(), i == row.size() - 1 ? 0 : widths.get(i))))
                .collect(Collectors.joining(GAP))
                .stripTrailing();
    }

    private static String padded(String text, int width) {
        return text + " ".repeat(Math.max(0, width - text.length()));
    }
}
