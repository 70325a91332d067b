package io.pgbaton.lab.verify;

import io.pgbaton.lab.LabException;
import io.pgbaton.lab.verify.TestCaseResult.Outcome;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What a run of ./verify comes to: what ran and how long it took, what failed, what was skipped or left out and why. */
public final class VerifyReport {
    private static final String SCENARIOS = "scenarios";
    private static final int SOURCE_DEPTH = 16;

    private final List<TestCaseResult> results;
    private final Set<String> leftOut;
    private final List<Instant> written;

    private VerifyReport(List<TestCaseResult> results, Set<String> leftOut, List<Instant> written) {
        this.results = results;
        this.leftOut = leftOut;
        this.written = written;
    }

    /**
     * Reads the collected reports. Tests of the group "lab" are also looked for in the sources, as what did not run has no
     * report. A test that one part skipped and another ran (as root) counts once, as run.
     */
    public static VerifyReport of(Path reports, Path repository) {
        List<TestCaseResult> results = SurefireReports.read(reports);
        Set<String> ran = results.stream()
                .filter(result -> result.outcome() != Outcome.SKIPPED)
                .map(TestCaseResult::fullName)
                .collect(Collectors.toSet());
        Set<String> types = results.stream().map(TestCaseResult::simpleType).collect(Collectors.toSet());
        return new VerifyReport(
                results.stream()
                        .filter(result -> result.outcome() != Outcome.SKIPPED || !ran.contains(result.fullName()))
                        .toList(),
                labTests(repository).stream()
                        .filter(name -> !types.contains(name))
                        .collect(Collectors.toCollection(TreeSet::new)),
                SurefireReports.written(reports));
    }

    /** When the first class of tests had ended; empty text without any. */
    public String first() {
        return written.stream()
                .min(Comparator.naturalOrder())
                .map(Instant::toString)
                .orElse("");
    }

    /** When the last one had. */
    public String last() {
        return written.stream()
                .max(Comparator.naturalOrder())
                .map(Instant::toString)
                .orElse("");
    }

    /** The classes of which something was skipped, as Surefire's -Dtest takes them. */
    public String skippedTypes() {
        return results.stream()
                .filter(result -> result.outcome() == Outcome.SKIPPED)
                .map(TestCaseResult::type)
                .distinct()
                .collect(Collectors.joining(","));
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
                .forEach(result -> text.append(line("%s: %s: %s", word, result.fullName(), result.detail())));
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

    private static List<String> labTests(Path repository) {
        try (Stream<Path> files = Files.find(repository, SOURCE_DEPTH, VerifyReport::isLabTest)) {
            return files.map(file -> file.getFileName().toString().replace(".java", ""))
                    .toList();
        } catch (IOException e) {
            throw new LabException("cannot list the tests in " + repository + ": " + e.getMessage(), e);
        }
    }

    private static boolean isLabTest(Path file, BasicFileAttributes attributes) {
        if (!attributes.isRegularFile() || !file.toString().matches(".*/src/test/java/.*(Test|Scenario)\\.java")) {
            return false;
        }
        try {
            return Files.readString(file).contains("@Tag(\"lab\")");
        } catch (IOException e) {
            throw new LabException("cannot read " + file + ": " + e.getMessage(), e);
        }
    }
}
