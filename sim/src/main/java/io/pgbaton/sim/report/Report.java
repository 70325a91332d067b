package io.pgbaton.sim.report;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.pgbaton.sim.fault.FaultKind;
import io.pgbaton.sim.time.Spans;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** What is kept of a long run: enough to believe it, and to live some of its seeds again. */
public final class Report {
    /** A run in which a kind of fault struck less often proves nothing about it. */
    public static final long LEAST_STRIKES = 100;

    private final Run run;

    public Report(Run run) {
        this.run = run;
    }

    /** How a run went. */
    public enum Verdict {
        CLEAN,
        /** At least one life broke a rule. */
        BROKEN,
        /** No rule was broken, and some fault struck too seldom. */
        INVALID
    }

    public Verdict verdict() {
        if (!run.tally().broken().isEmpty()) {
            return Verdict.BROKEN;
        }
        return run.tally().rarerThan(LEAST_STRIKES).isEmpty() ? Verdict.CLEAN : Verdict.INVALID;
    }

    /** Why a run is invalid; "" when it is not. */
    public String tooRare() {
        List<FaultKind> rare = run.tally().rarerThan(LEAST_STRIKES);
        return rare.isEmpty() ? "" : "struck fewer than " + LEAST_STRIKES + " times: " + rare;
    }

    /** @throws IOException when the file cannot be written */
    public void write(Path file) throws IOException {
        Files.writeString(file, String.join("\n", lines()) + "\n", UTF_8);
    }

    private List<String> lines() {
        List<String> lines = new ArrayList<>(List.of(
                "pgbaton simulated lives, report of ./verify --seeds " + run.count() + " --from " + run.from(),
                "",
                field("verdict", verdict() + (tooRare().isEmpty() ? "" : " (" + tooRare() + ")")),
                field("commit", run.commit().id()),
                field("tree", run.commit().tree()),
                field(ReadReport.CODE, SimulatedCode.digest()),
                field("java", System.getProperty("java.runtime.version")),
                field("seeds", run.from() + " to " + (run.from() + run.count() - 1)),
                field("began", run.began().truncatedTo(ChronoUnit.SECONDS).toString()),
                field(
                        "ended",
                        run.began()
                                .plus(run.took())
                                .truncatedTo(ChronoUnit.SECONDS)
                                .toString()),
                field(
                        "took",
                        String.format(
                                Locale.ROOT,
                                "%d s, %.0f lives a second",
                                run.took().toSeconds(),
                                run.perSecond()))));
        ends(lines);
        violations(lines);
        faults(lines);
        traces(lines);
        return lines;
    }

    private void ends(List<String> lines) {
        Tally tally = run.tally();
        lines.addAll(List.of(
                "",
                "What the lives came to",
                field("simulated", tally.simulated() / (3600 * Spans.SECOND) + " hours, " + tally.events() + " events"),
                field("reigns", Long.toString(tally.epochs())),
                field(
                        "settled",
                        "after the last fault: half of the lives within " + tenths(0.5) + " s, 99 of 100 within "
                                + tenths(0.99) + " s, the slowest (seed " + tally.slowestSeed() + ") within "
                                + tenths(1.0) + " s"),
                field("coordinated", tally.coordinated() + " lives with the real coordinator"),
                field("handovers", tally.completed() + " completed, " + tally.failed() + " failed")));
    }

    private String tenths(double quantile) {
        return Spans.tenths(run.tally().settledAfter(quantile));
    }

    private void violations(List<String> lines) {
        lines.addAll(List.of("", "Rules that were broken"));
        run.tally()
                .broken()
                .forEach((rule, seeds) -> lines.add(field(
                        rule,
                        seeds.size() + " lives, the first of them " + seeds.subList(0, Math.min(10, seeds.size())))));
        if (run.tally().broken().isEmpty()) {
            lines.add("none");
        }
    }

    private void faults(List<String> lines) {
        lines.addAll(List.of(
                "",
                "Faults: how often each struck, and in how many lives (at least " + LEAST_STRIKES
                        + " times, or the run is invalid)"));
        for (FaultKind kind : FaultKind.values()) {
            Tally.Struck struck = run.tally().struck(kind);
            lines.add(String.format(Locale.ROOT, "%-26s %9d %9d", kind, struck.times(), struck.lives()));
        }
    }

    private void traces(List<String> lines) {
        lines.addAll(List.of(
                "",
                "Traces, SHA-256: of all lives together, and of some of them",
                field("all", run.tally().traces())));
        run.named().forEach((seed, hash) -> lines.add(field(ReadReport.SEED + seed, hash)));
    }

    private static String field(String name, String value) {
        return String.format(Locale.ROOT, "%-16s %s", name, value);
    }
}
