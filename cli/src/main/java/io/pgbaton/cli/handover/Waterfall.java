package io.pgbaton.cli.handover;

import io.pgbaton.proto.v1.Phase;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/** Draws the phases of a handover below each other, each where and as long as it was. */
public final class Waterfall {
    private static final int NUMBERS_WIDTH = 26;
    private static final int LEAST_BAR = 10;

    private Waterfall() {}

    /** @param width of the whole, in characters */
    public static List<String> draw(List<Phase> phases, int width) {
        if (phases.isEmpty()) {
            return List.of();
        }
        List<Phase> ordered = phases.stream()
                .sorted(Comparator.comparingLong(Phase::getStartUs))
                .toList();
        long start = ordered.get(0).getStartUs();
        long end = ordered.stream().mapToLong(Waterfall::end).max().orElse(start);
        int labels =
                ordered.stream().mapToInt(phase -> label(phase).length()).max().orElse(0);
        int bars = Math.max(LEAST_BAR, width - labels - NUMBERS_WIDTH - 4);
        double perColumn = Math.max(1, end - start) / (double) bars;
        List<String> lines = new ArrayList<>();
        for (Phase phase : ordered) {
            lines.add(String.format(
                    Locale.ROOT,
                    "%-" + labels + "s |%s| %8.1f ms at %8.1f ms",
                    label(phase),
                    bar(phase, start, perColumn, bars),
                    phase.getDurationUs() / 1000.0,
                    (phase.getStartUs() - start) / 1000.0));
        }
        return lines;
    }

    /** A phase too short for the scale is still one character: it happened. */
    private static String bar(Phase phase, long start, double perColumn, int bars) {
        int from = Math.min(bars - 1, (int) ((phase.getStartUs() - start) / perColumn));
        int length = Math.max(1, (int) Math.round(phase.getDurationUs() / perColumn));
        int to = Math.min(bars, from + length);
        return " ".repeat(from) + "#".repeat(to - from) + " ".repeat(bars - to);
    }

    private static String label(Phase phase) {
        return phase.getWhere().isEmpty() ? phase.getName() : phase.getName() + " " + phase.getWhere();
    }

    private static long end(Phase phase) {
        return phase.getStartUs() + phase.getDurationUs();
    }
}
