package io.pgbaton.lab.verify;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class VerifyReportTest {
    @TempDir
    Path folder;

    private Path reports;
    private Path sources;

    @BeforeEach
    void folders() throws IOException {
        reports = Files.createDirectories(folder.resolve("reports/scenarios")).getParent();
        Files.createDirectories(reports.resolve("unit"));
        sources = Files.createDirectories(folder.resolve("lab/src/test/java"));
    }

    @Test
    void theLastLineCountsWhatPassedFailedAndWasSkipped() throws IOException {
        unit("<testcase classname='a.B' name='works' time='0.5'/>"
                + "<testcase classname='a.B' name='breaks' time='0.1'><failure message='expected 1'>trace</failure></testcase>"
                + "<testcase classname='a.B' name='later' time='0'><skipped message='needs root'/></testcase>");
        VerifyReport report = VerifyReport.of(reports, folder);
        assertFalse(report.ok());
        assertTrue(report.text().endsWith("1 passed, 1 failed, 1 skipped\n"), report.text());
        assertTrue(report.text().contains("failed: a.B.breaks: expected 1"), report.text());
        assertTrue(report.text().contains("skipped: a.B.later: needs root"), report.text());
    }

    @Test
    void anErrorOfATestIsAFailure() throws IOException {
        unit(
                "<testcase classname='a.B' name='dies' time='0.1'><error type='x'>java.lang.Error\n at</error></testcase>");
        assertFalse(VerifyReport.of(reports, folder).ok());
    }

    @Test
    void aScenarioThatDidNotRunIsNamed() throws IOException {
        Files.writeString(sources.resolve("RunsScenario.java"), "@Tag(\"lab\")");
        Files.writeString(sources.resolve("LongScenario.java"), "@Tag(\"lab\")");
        Files.writeString(
                reports.resolve("scenarios/lab--TEST-a.RunsScenario.xml"),
                "<testsuite><testcase classname='a.RunsScenario' name='runs' time='1'/></testsuite>");
        String text = VerifyReport.of(reports, folder).text();
        assertTrue(text.contains("left out: LongScenario"), text);
        assertFalse(text.contains("left out: RunsScenario"), text);
    }

    @Test
    void itSaysWhenTheFirstAndTheLastClassOfTestsHadEnded() throws IOException {
        unit("<testcase classname='a.B' name='works' time='0.5'/>");
        Path last = reports.resolve("scenarios/lab--TEST-a.LastScenario.xml");
        Files.writeString(last, "<testsuite><testcase classname='a.LastScenario' name='runs' time='1'/></testsuite>");
        Instant end = Instant.now().plusSeconds(60).truncatedTo(ChronoUnit.SECONDS);
        Files.setLastModifiedTime(last, FileTime.from(end));

        VerifyReport report = VerifyReport.of(reports, folder);

        assertEquals(end.toString(), report.last());
        assertTrue(Instant.parse(report.first()).isBefore(end), report.first());
    }

    @Test
    void whatWasSkippedAndThenRunAsRootCountsOnce() throws IOException {
        unit("<testcase classname='a.B' name='needsRoot' time='0'><skipped message='needs root'/></testcase>");
        assertEquals("a.B", VerifyReport.of(reports, folder).skippedTypes());
        Path again = Files.createDirectories(reports.resolve("unit-as-root"));
        Files.writeString(
                again.resolve("proto--TEST-a.B.xml"),
                "<testsuite><testcase classname='a.B' name='needsRoot' time='1'/></testsuite>");
        String text = VerifyReport.of(reports, folder).text();
        assertTrue(text.endsWith("1 passed, 0 failed, 0 skipped\n"), text);
    }

    @Test
    void aRunWithoutAnyTestIsNoSuccess() {
        assertFalse(VerifyReport.of(reports, folder).ok());
    }

    private void unit(String cases) throws IOException {
        Files.writeString(reports.resolve("unit/proto--TEST-a.B.xml"), "<testsuite>" + cases + "</testsuite>");
    }
}
