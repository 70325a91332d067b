package io.pgbaton.cli.rehearsal;

import io.pgbaton.cli.handover.Waterfall;
import io.pgbaton.cli.sentence.RehearsalSentences;
import io.pgbaton.cli.show.Colour;
import io.pgbaton.cli.show.Terminal;
import io.pgbaton.cli.show.Times;
import io.pgbaton.proto.Scope;
import io.pgbaton.proto.v1.Hop;
import io.pgbaton.proto.v1.Phase;
import io.pgbaton.proto.v1.RehearsalFault;
import io.pgbaton.proto.v1.RehearsalResult;
import java.time.Duration;
import java.util.List;

/** One rehearsal on a terminal: how it ended, and its hops below each other. */
public final class RehearsalText {
    private static final String TOTAL = "total";

    private final Terminal terminal;

    public RehearsalText(Terminal terminal) {
        this.terminal = terminal;
    }

    public void print(Scope scope, RehearsalResult result) {
        terminal.line(terminal.paint(Colour.STRONG, "rehearsal of " + scope) + "  "
                + terminal.paint(
                        result.getCompleted() ? Colour.GOOD : Colour.ALARM,
                        result.getCompleted() ? "completed" : "failed"));
        terminal.line("id " + result.getId() + ", took " + length(result.getDurationUs()) + " of "
                + length(result.getBudgetUs()) + ", agents " + String.join(", ", result.getNodesList()));
        terminal.line("");
        Waterfall.draw(phases(result), terminal.width()).forEach(terminal::line);
        for (RehearsalFault fault : result.getFaultsList()) {
            terminal.line(terminal.paint(Colour.ALARM, RehearsalSentences.of(fault)));
        }
        if (!result.getNextStep().isEmpty()) {
            terminal.line("-> " + result.getNextStep());
        }
    }

    private static List<Phase> phases(RehearsalResult result) {
        return result.getHopsList().stream()
                .filter(hop -> !hop.getName().equals(TOTAL))
                .map(RehearsalText::phase)
                .toList();
    }

    private static Phase phase(Hop hop) {
        return Phase.newBuilder()
                .setName(hop.getName())
                .setWhere(hop.getWhere())
                .setStartUs(hop.getStartUs())
                .setDurationUs(hop.getDurationUs())
                .build();
    }

    private static String length(long micros) {
        return Times.seconds(Duration.ofNanos(micros * 1000));
    }
}
