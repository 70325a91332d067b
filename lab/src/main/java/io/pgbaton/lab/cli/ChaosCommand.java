package io.pgbaton.lab.cli;

import io.pgbaton.lab.Lab;
import io.pgbaton.lab.LabException;
import io.pgbaton.lab.Layout;
import io.pgbaton.lab.Progress;
import io.pgbaton.lab.chaos.ChaosOptions;
import io.pgbaton.lab.chaos.ChaosRun;
import io.pgbaton.lab.chaos.report.ChaosReport;
import io.pgbaton.lab.chaos.report.Findings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Random;
import java.util.concurrent.Callable;
import picocli.CommandLine;

/** ./verify --chaos. Exit code 1 when a rule was broken, or the run proves too little. */
@CommandLine.Command(
        name = "chaos",
        hidden = true,
        mixinStandardHelpOptions = true,
        description = "Break a lab of its own at random, check that every rule holds, and take it down.")
final class ChaosCommand implements Callable<Integer> {
    private static final int SEEDS = 1_000_000;
    private static final int RADIX = 36;

    @CommandLine.Parameters(index = "0", paramLabel = "MINUTES", description = "how long faults go on")
    private int minutes;

    @CommandLine.Option(names = "--seed", description = "from which the faults follow (default: any, and it is told)")
    private Long seed;

    @CommandLine.Option(
            names = "--asynchronous",
            description = "without Patroni's synchronous_mode: lost writes are counted and are no violation")
    private boolean asynchronous;

    @CommandLine.Option(names = "--report", paramLabel = "FILE", description = "where the report goes too")
    private Path report;

    @Override
    public Integer call() {
        if (minutes < 1) {
            throw new LabException("--chaos wants a number of minutes, at least 1");
        }
        Lab.requireRoot();
        long its = seed == null ? new Random().nextInt(SEEDS) : seed;
        Progress progress = new Progress(System.out);
        progress.say("chaos: seed " + its + ", " + minutes + " min");
        Findings findings = run(new ChaosOptions(its, Duration.ofMinutes(minutes), !asynchronous), progress);
        String text = new ChaosReport(findings).text();
        System.out.println(text);
        if (report != null) {
            write(text);
        }
        return findings.clean() ? 0 : 1;
    }

    /** The lab's id is this process's own, so that several run side by side. */
    private static Findings run(ChaosOptions options, Progress progress) {
        Layout layout = Layout.of("c" + Long.toString(ProcessHandle.current().pid(), RADIX));
        try (Lab lab = Lab.up(layout, ChaosRun.lab(), progress)) {
            return new ChaosRun(lab, options, progress).run();
        }
    }

    private void write(String text) {
        try {
            Files.createDirectories(report.toAbsolutePath().getParent());
            Files.writeString(report, text);
        } catch (IOException e) {
            throw new LabException("cannot write the report " + report + ": " + e.getMessage(), e);
        }
    }
}
