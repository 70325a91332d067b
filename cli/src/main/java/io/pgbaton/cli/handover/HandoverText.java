package io.pgbaton.cli.handover;

import io.pgbaton.cli.show.Cell;
import io.pgbaton.cli.show.Colour;
import io.pgbaton.cli.show.EventLines;
import io.pgbaton.cli.show.Paragraph;
import io.pgbaton.cli.show.Table;
import io.pgbaton.cli.show.Terminal;
import io.pgbaton.cli.show.Times;
import io.pgbaton.proto.v1.HandoverResult;
import java.util.List;
import java.util.Locale;

/** Handovers on a terminal: a table of many, or one with its phases. */
public final class HandoverText {
    /** Of 24 hexadecimal digits; enough to tell the handovers of one bus apart, and to type. */
    private static final int SHORT_ID = 8;

    private final Terminal terminal;

    public HandoverText(Terminal terminal) {
        this.terminal = terminal;
    }

    public void list(List<Handover> handovers) {
        if (handovers.isEmpty()) {
            terminal.line("There was no handover in the time that the bus keeps (30 days).");
            return;
        }
        Table table = new Table("ID", "STARTED", "SCOPE", "KIND", "FROM", "TO", "LENGTH", "RESULT");
        handovers.forEach(handover -> table.row(
                Cell.of(handover.id()
                        .substring(0, Math.min(SHORT_ID, handover.id().length()))),
                Cell.of(Times.full(handover.started(), terminal.zone())),
                Cell.of(handover.scope()),
                Cell.of(word(handover.kind())),
                Cell.of(handover.oldMember()),
                Cell.of(handover.newMember()),
                Cell.of(handover.length().map(Times::seconds).orElse("")),
                Cell.of(result(handover), colour(handover))));
        table.print(terminal);
    }

    public void one(Handover handover, boolean explain) {
        terminal.line(terminal.paint(Colour.STRONG, title(handover)));
        terminal.line("id " + handover.id() + ", began " + Times.full(handover.started(), terminal.zone())
                + handover.length()
                        .map(length -> ", took " + Times.seconds(length))
                        .orElse("") + ", "
                + terminal.paint(colour(handover), result(handover)));
        if (!handover.unconfirmed().isEmpty()) {
            terminal.line("not confirmed by " + String.join(", ", handover.unconfirmed()));
        }
        terminal.line("");
        Waterfall.draw(handover.phases(), terminal.width()).forEach(terminal::line);
        if (handover.phases().isEmpty()) {
            terminal.line("No phases are known" + (handover.ended().isEmpty() ? " while it is open." : "."));
        }
        terminal.line("");
        if (explain) {
            Paragraph.wrap(Explanation.of(handover, terminal.zone()), terminal.width())
                    .forEach(terminal::line);
        } else {
            EventLines lines = new EventLines(terminal, false);
            handover.records().forEach(lines::print);
        }
    }

    private static String title(Handover handover) {
        String members = handover.oldMember() + " -> " + (handover.newMember().isEmpty() ? "?" : handover.newMember());
        return word(handover.kind()) + " of " + handover.scope() + "  " + members;
    }

    private static String result(Handover handover) {
        return handover.result().map(HandoverText::word).orElse("open");
    }

    static String word(Enum<?> value) {
        return value.name().replace("HANDOVER_", "").toLowerCase(Locale.ROOT).replace('_', ' ');
    }

    private static Colour colour(Handover handover) {
        if (handover.result().isEmpty()) {
            return Colour.WARN;
        }
        HandoverResult result = handover.result().get();
        boolean bad = result == HandoverResult.FAILED || result == HandoverResult.COMMITS_BLOCKED;
        return bad ? Colour.ALARM : result == HandoverResult.COMPLETED ? Colour.GOOD : Colour.WARN;
    }
}
