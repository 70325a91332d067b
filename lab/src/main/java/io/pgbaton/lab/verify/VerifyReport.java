package io.pgbaton.lab.verify;

import io.pgbaton.lab.LabException;
import io.pgbaton.lab.verify.TestCaseResult.Outcome;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What a run of ./verify comes to: what ran and how long it took, what failed, what was skipped or left out and why. */
public final class VerifyReport {
    private static final String SCENARIOS = "scenarios";

    private final List<TestCaseResult> results;
    private final Set<String> leftOut;

    private VerifyReport(List<TestCaseResult> results, Set<String> leftOut) {
        this.results = results;
        this.leftOut = leftOut;
    }

    /** Reads the collected reports; scenarios are looked for in the sources, as what did not run has no report. */
    public static VerifyReport of(Path reports, Path scenarioSources) {
        List<TestCaseResult> results = SurefireReports.read(reports);
        Set<String> ran = results.stream()
                .map(result -> result.type().substring(result.type().lastIndexOf('.') + 1))
                .collect(Collectors.toSet());
        return new VerifyReport(
                results,
                scenarios(scenarioSources).stream()
                        .filter(name -> !ran.contains(name))
                        .collect(Collectors.toCollection(java.util.TreeSet::new)));
    }

    public boolean ok() {
        return !results.isEmpty() && count(Outcome.FAILED) == 0;
    }

    public String text() {
        StringBuilder text = new StringBuilder();
        text.append(line("%-48s %6s %6s %7s %9s", "what ran", "passed", "failed", "skipped", "seconds"));
        groups().forEach((name, group) -> text.append(line(
                "%-48s %6d %6d %7d %9.1f",
                name,
                count(group, Outcome.PASSED),
                count(group, Outcome.FAILED),
                count(group, Outcome.SKIPPED),
                group.stream().mapToDouble(TestCaseResult::seconds).sum())));
        appendDetails(text, Outcome.FAILED, "failed");
        appendDetails(text, Outcome.SKIPPED, "skipped");
        leftOut.forEach(name -> text.append(line("left out: %s (./verify --all runs it)", name)));
        text.append(line(
                "%d passed, %d failed, %d skipped",
                count(Outcome.PASSED), count(Outcome.FAILED), count(Outcome.SKIPPED)));
        return text.toString();
    }

    /** Unit tests are summed up by module, scenarios are named one by one. */
    private Map<String, List<TestCaseResult>> groups() {
        return results.stream()
                .collect(Collectors.groupingBy(
                        result -> result.part().equals(SCENARIOS)
                                ? "scenario "
                                        + result.type().substring(result.type().lastIndexOf('.') + 1)
                                : result.part() + " " + result.module(),
                        TreeMap::new,
                        Collectors.toList()));
    }

    private void appendDetails(StringBuilder text, Outcome outcome, String word) {
        results.stream()
                .filter(result -> result.outcome() == outcome)
                .forEach(result ->
                        text.append(line("%s: %s.%s: %s", word, result.type(), result.name(), result.detail())));
    }

    private long count(Outcome outcome) {
        return count(results, outcome);
    }

    private static long count(List<TestCaseResult> group, Outcome outcome) {
        return group.stream().filter(result -> result.outcome() == outcome).count();
    }

    private static String line(String format, Object... values) {
        return String.format(Locale.ROOT, format, values) + "\n";
    }

    private static List<String> scenarios(Path sources) {
        try (Stream<Path> files = Files.walk(sources)) {
            return files.map(file -> file.getFileName().toString())
                    .filter(name -> name.endsWith("Scenario.java"))
                    .map(name -> name.substring(0, name.length() - ".java".length()))
                    .toList();
        } catch (IOException e) {
            throw new LabException("cannot list the scenarios in " + sources + ": " + e.getMessage(), e);
        }
    }
}
