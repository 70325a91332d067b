package io.pgbaton.cli.show;

import io.pgbaton.cli.chain.Finding;
import io.pgbaton.cli.chain.Link;
import io.pgbaton.cli.chain.SourceReport;
import io.pgbaton.cli.chain.Verdict;
import io.pgbaton.proto.bus.Topic;
import java.util.List;
import java.util.stream.Stream;

/** A line for each source, then what is wrong with it: where, and what to do. */
public final class ChainText {
    private static final int MOST_WARNINGS = 5;

    private final Terminal terminal;

    public ChainText(Terminal terminal) {
        this.terminal = terminal;
    }

    public void print(List<SourceReport> reports) {
        if (reports.isEmpty()) {
            terminal.line("the audit has no records");
            return;
        }
        Table table = new Table("SOURCE", "RECORDS", "FIRST", "LAST", "REPEATS", "LATE", "VERDICT");
        reports.forEach(report -> table.row(
                Cell.of(source(report)),
                Cell.of(report.records()),
                Cell.of(number(report.first())),
                Cell.of(number(report.last())),
                Cell.of(report.repeats()),
                Cell.of(report.late()),
                Cell.of(verdict(report), colour(report.verdict()))));
        table.print(terminal);
        reports.forEach(this::printFindings);
    }

    /** The first that breaks the chain, and what else an auditor has to look at. */
    private void printFindings(SourceReport report) {
        List<Finding> shown = Stream.concat(
                        report.firstBreak().stream(),
                        report.findings().stream()
                                .filter(one -> !one.fault().breaks())
                                .limit(MOST_WARNINGS))
                .toList();
        shown.forEach(one -> print(report, one));
        int more = report.findings().size() - shown.size();
        if (more > 0) {
            terminal.line("         and " + more + " more, which may follow from it; -o json has them");
        }
    }

    private void print(SourceReport report, Finding finding) {
        Colour colour = finding.fault().breaks() ? Colour.ALARM : Colour.WARN;
        Link at = finding.at();
        terminal.line("");
        terminal.line(
                terminal.paint(colour, finding.fault().label()) + "  " + source(report) + ": " + finding.sentence());
        terminal.line("         at " + Topic.AUDIT.name("") + "/" + at.partition() + " offset " + at.offset()
                + ", time " + at.time() + ", id " + at.id());
        Paragraph.wrap(finding.fault().nextStep(), terminal.width() - 12).stream()
                .reduce((first, second) -> first + System.lineSeparator() + "            " + second)
                .ifPresent(text -> terminal.line("         -> " + text));
    }

    private static String verdict(SourceReport report) {
        String anchored = report.anchor()
                .map(link -> " from record " + link.sequence() + " on, the oldest that is left")
                .orElse("");
        return report.verdict().label() + anchored;
    }

    private static Colour colour(Verdict verdict) {
        return switch (verdict) {
            case WHOLE -> Colour.GOOD;
            case UNPROVEN -> Colour.WARN;
            case BROKEN -> Colour.ALARM;
        };
    }

    private static String source(SourceReport report) {
        return report.source().isEmpty() ? "(none named)" : report.source();
    }

    private static String number(long sequence) {
        return sequence < 0 ? "" : Long.toString(sequence);
    }
}
