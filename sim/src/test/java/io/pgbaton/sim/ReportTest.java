package io.pgbaton.sim;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.pgbaton.sim.agent.Adapters;
import io.pgbaton.sim.report.ReadReport;
import io.pgbaton.sim.report.Report;
import io.pgbaton.sim.report.Report.Verdict;
import io.pgbaton.sim.report.Run;
import io.pgbaton.sim.report.SimulatedCode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The report of the last long run, tried again. As long as the simulated code is what it was, its seeds have to be the same
 * lives; when it has changed they only have to be clean, and the comparison is shown as left out.
 */
class ReportTest {
    private static final Path KEPT = Path.of("../docs/reports/simulation.txt");

    @Test
    void theLastLongRunWasCleanAndOfACommit() throws IOException {
        ReadReport report = ReadReport.of(KEPT);
        assertEquals("CLEAN", report.verdict());
        assertEquals("clean", report.tree());
    }

    @Test
    void itsSeedsKeepEveryRuleToday() throws IOException {
        List<String> broken = ReadReport.of(KEPT).traces().keySet().stream()
                .map(seed -> Life.live(seed, Adapters.REAL))
                .filter(life -> life.broken().isPresent())
                .map(Life.Result::report)
                .toList();
        assertEquals(List.of(), broken);
    }

    @Test
    void itsSeedsAreTheSameLivesWhileTheCodeIsTheSame() throws IOException {
        ReadReport report = ReadReport.of(KEPT);
        assumeTrue(
                SimulatedCode.digest().equals(report.code()),
                "left out: the simulated code has changed since the report; write it anew with ./verify --seeds 100000"
                        + " --report docs/reports/simulation.txt");
        assertEquals(report.traces(), hashes(report.traces().keySet().stream().toList()));
    }

    @Test
    void aSeedIsTheSameLifeTwiceInOneProcessAndInAnother() throws IOException, InterruptedException {
        List<Long> seeds = ReadReport.of(KEPT).traces().keySet().stream().toList();
        Map<Long, String> here = hashes(seeds);
        assertEquals(here, hashes(seeds));
        assertEquals(here, inAnotherProcess(seeds));
    }

    @Test
    void aRunInWhichAFaultWasRareIsInvalidAndSaysWhich(@TempDir Path folder) throws IOException {
        Report report = new Report(Run.of(Path.of(".."), 1, 3, tally -> {}));
        assertEquals(Verdict.INVALID, report.verdict());
        report.write(folder.resolve("report.txt"));
        ReadReport read = ReadReport.of(folder.resolve("report.txt"));
        assertTrue(read.verdict().startsWith("INVALID (struck fewer than 100 times: [AGENT_STOPPED"), read.verdict());
        assertEquals(SimulatedCode.digest(), read.code());
        assertEquals(hashes(List.of(1L, 2L, 3L)), read.traces());
    }

    private static Map<Long, String> hashes(List<Long> seeds) {
        Map<Long, String> hashes = new LinkedHashMap<>();
        seeds.forEach(seed ->
                hashes.put(seed, Life.compared(seed, Adapters.REAL).trace().sha256()));
        return hashes;
    }

    private static Map<Long, String> inAnotherProcess(List<Long> seeds) throws IOException, InterruptedException {
        Process java = new ProcessBuilder(
                        ProcessHandle.current().info().command().orElse("java"),
                        "-cp",
                        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
                        SimMain.class.getName(),
                        "--hash",
                        seeds.stream().map(String::valueOf).collect(Collectors.joining(",")))
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        String said = new String(java.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertEquals(0, java.waitFor(), said);
        Map<Long, String> hashes = new LinkedHashMap<>();
        said.lines().map(line -> line.split(" ", -1)).forEach(words -> hashes.put(Long.parseLong(words[0]), words[1]));
        return hashes;
    }
}
