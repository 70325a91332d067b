package io.pgbaton.lab.chaos.report;

import io.pgbaton.lab.chaos.check.Discarded;
import io.pgbaton.lab.chaos.nemesis.ExecutedFault;
import io.pgbaton.lab.chaos.plan.FaultKind;
import io.pgbaton.lab.chaos.plan.PlannedFault;
import io.pgbaton.lab.writer.WritePath;
import io.pgbaton.proto.bus.BusRecord;
import io.pgbaton.proto.v1.HandoverCompleted;
import io.pgbaton.proto.v1.HandoverFailed;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** A run as a document in Markdown. */
public final class ChaosReport {
    private final Findings run;
    private final List<StepWindow> windows;

    public ChaosReport(Findings run) {
        this.run = run;
        this.windows = StepWindow.of(run.executed());
    }

    public String text() {
        return String.join("\n", head(), verdict(), violations(), faults(), writes(), handovers(), outages(), notes());
    }

    private String head() {
        return """
                # Chaos, seed %d, %s

                | | |
                | --- | --- |
                | commit | %s |
                | command | `./verify --chaos %d --seed %d%s` |
                | first fault due | %s |
                | all healed and checked | %s |
                | a host stands still by | %s |
                """
                .formatted(
                        run.seed(),
                        run.synchronous() ? "synchronous" : "asynchronous",
                        run.commit(),
                        run.asked().toMinutes(),
                        run.seed(),
                        run.synchronous() ? "" : " --asynchronous",
                        run.from(),
                        run.until(),
                        run.freezer());
    }

    /** One sentence first: everything below is its evidence. */
    public String verdict() {
        if (!run.violations().isEmpty()) {
            return "**VIOLATED**, " + run.violations().size() + " times, below.\n";
        }
        if (!run.tooLittle().isEmpty()) {
            return "**INVALID**, it proves too little: " + String.join("; ", run.tooLittle()) + ".\n";
        }
        return "**CLEAN**: no rule was broken. Required and reached: every kind of fault %d times, %d faults in all.\n"
                .formatted(run.requiredOfEach(), run.requiredInAll());
    }

    private String violations() {
        if (run.violations().isEmpty()) {
            return "";
        }
        return "## Violations\n\n"
                + run.violations().stream()
                        .map(each -> "- %s: %s: %s\n".formatted(each.time(), each.rule(), each.evidence()))
                        .collect(Collectors.joining());
    }

    private String faults() {
        Map<FaultKind, Long> planned = run.begun().stream()
                .flatMap(step -> step.faults().stream())
                .collect(Collectors.groupingBy(PlannedFault::kind, Collectors.counting()));
        List<List<String>> rows = Arrays.stream(FaultKind.values())
                .map(kind -> List.of(
                        kind.word(), Long.toString(planned.getOrDefault(kind, 0L)), Long.toString(run.done(kind))))
                .toList();
        long done = run.executed().stream().filter(ExecutedFault::done).count();
        return "## Faults\n\n%d steps, %d faults done, %d of them while another went on.\n\n"
                        .formatted(run.begun().size(), done, done - windows.size())
                + Tables.of(List.of("fault", "planned", "done"), rows);
    }

    private String writes() {
        String lost = run.lost().isEmpty()
                ? ""
                : "\n"
                        + Tables.of(
                                List.of("lost by", "rows"),
                                byLabel().entrySet().stream()
                                        .map(entry -> List.of(
                                                entry.getKey(), entry.getValue().toString()))
                                        .toList());
        String byPatroni = run.lostByPatroni() == 0
                ? ""
                : """

                        %d of these by Patroni alone, which pgbaton cannot prevent: %d times it wrote a member's name over the living \
                        leader key of another, and rewound that one (`leader.overwritten` is told each time); %d times it led again \
                        with a PostgreSQL that had gone on without it while another was promoted (`primary.orphaned` is told).
                        """
                        .formatted(
                                run.lostByPatroni(),
                                run.discarded(Discarded.Cause.PUT_OVER),
                                run.discarded(Discarded.Cause.ORPHAN_LED_AGAIN));
        return "## Writes\n\n%d acknowledged, %d of unknown outcome, %d refused or not sent, %d acknowledged and lost.\n"
                        .formatted(
                                run.acknowledged().size(),
                                run.unknown(),
                                run.refused(),
                                run.lost().size())
                + byPatroni
                + lost;
    }

    private Map<String, Long> byLabel() {
        return run.lost().stream()
                .collect(Collectors.groupingBy(
                        row -> row.path().word() + ", "
                                + StepWindow.labelAt(windows, row.acknowledged())
                                        .orElse("no fault"),
                        TreeMap::new,
                        Collectors.counting()));
    }

    private String handovers() {
        Map<String, Long> kinds = run.handovers().stream()
                .collect(Collectors.groupingBy(ChaosReport::kindAndResult, TreeMap::new, Collectors.counting()));
        return "## Handovers\n\n%d were told; %d exact repeats of records; %d overlaps of holders within the bounds.\n\n"
                        .formatted(run.handovers().size(), run.repeats(), run.tolerated())
                + Tables.of(
                        List.of("kind, result", "handovers"),
                        kinds.entrySet().stream()
                                .map(entry ->
                                        List.of(entry.getKey(), entry.getValue().toString()))
                                .toList());
    }

    private static String kindAndResult(BusRecord closed) {
        String text = closed.data() instanceof HandoverCompleted done
                ? done.getKind() + ", " + done.getResult()
                : closed.data(HandoverFailed.class).getKind() + ", failed";
        return text.toLowerCase(Locale.ROOT).replace('_', ' ');
    }

    private String outages() {
        Outages outages = new Outages(windows);
        Map<String, List<Long>> address = outages.of(WritePath.ADDRESS, run.acknowledged());
        Map<String, List<Long>> haproxy = outages.of(WritePath.HAPROXY, run.acknowledged());
        Set<String> labels = new TreeSet<>(address.keySet());
        labels.addAll(haproxy.keySet());
        List<List<String>> rows = labels.stream()
                .map(label -> List.of(
                        label,
                        Integer.toString(address.getOrDefault(label, List.of()).size()),
                        medianAndWorst(address.getOrDefault(label, List.of())),
                        medianAndWorst(haproxy.getOrDefault(label, List.of()))))
                .toList();
        return """
                ## Outages

                The longest time in which no connection got a row acknowledged, for each step, from its fault to the next step.
                Milliseconds, median (worst).

                """
                + Tables.of(List.of("step", "n", "by address", "by HAProxy"), rows);
    }

    private static String medianAndWorst(List<Long> values) {
        if (values.isEmpty()) {
            return "-";
        }
        List<Long> sorted = values.stream().sorted().toList();
        int middle = sorted.size() / 2;
        long median = sorted.size() % 2 == 1 ? sorted.get(middle) : (sorted.get(middle - 1) + sorted.get(middle)) / 2;
        return median + " (" + sorted.get(sorted.size() - 1) + ")";
    }

    private String notes() {
        return run.notes().isEmpty()
                ? ""
                : "## Notes\n\n"
                        + run.notes().stream().map(note -> "- " + note + "\n").collect(Collectors.joining());
    }
}
