package io.pgbaton.lab.cli;

import io.pgbaton.lab.Lab;
import io.pgbaton.lab.LabException;
import io.pgbaton.lab.Progress;
import io.pgbaton.lab.bench.AloneBench;
import io.pgbaton.lab.bench.BackupBench;
import io.pgbaton.lab.bench.ColdBench;
import io.pgbaton.lab.bench.HandoverBench;
import io.pgbaton.lab.bench.IdleCost;
import java.time.Duration;
import picocli.CommandLine;

@CommandLine.Command(
        name = "bench",
        mixinStandardHelpOptions = true,
        description = "Measure handovers and the idle cost of the daemons in the running lab; prints Markdown tables.")
final class BenchCommand implements Runnable {
    @CommandLine.ParentCommand
    private LabMain parent;

    @CommandLine.Option(names = "--switchovers", defaultValue = "10", description = "default: ${DEFAULT-VALUE}")
    private int switchovers;

    @CommandLine.Option(names = "--kills", defaultValue = "10", description = "default: ${DEFAULT-VALUE}")
    private int kills;

    @CommandLine.Option(names = "--idle", defaultValue = "30", description = "seconds; default: ${DEFAULT-VALUE}")
    private int idle;

    @CommandLine.Option(
            names = "--cold",
            defaultValue = "0",
            paramLabel = "N",
            description =
                    "restart all daemons and compare their first switchover with the Nth, with rehearsals and without")
    private int cold;

    @CommandLine.Option(
            names = "--cold-times",
            defaultValue = "1",
            paramLabel = "N",
            description = "how often that is done; default: ${DEFAULT-VALUE}")
    private int coldTimes;

    @CommandLine.Option(
            names = "--alone",
            defaultValue = "0",
            paramLabel = "N",
            description = "N switchovers without any coordinator: how soon the agents act by themselves")
    private int alone;

    @CommandLine.Option(
            names = "--backups",
            defaultValue = "0",
            paramLabel = "N",
            description = "N full backups by pgbackrest alone and N by the backup agent, in turn: what the agent adds")
    private int backups;

    @CommandLine.Option(
            names = "--scale",
            defaultValue = "1",
            paramLabel = "N",
            description = "with --backups: of a database that pgbench filled at this scale, about 15 MiB for each")
    private int scale;

    @Override
    public void run() {
        if (scale < 1) {
            throw new LabException("--scale is pgbench's: give 1 or more");
        }
        if (cold == 1 || cold < 0 || coldTimes < 1) {
            throw new LabException(
                    "--cold compares with a later switchover: give 2 or more, and --cold-times 1 or more");
        }
        Lab lab = parent.choice().running();
        Progress progress = new Progress(System.err);
        HandoverBench bench = new HandoverBench(lab, progress);
        if (idle > 0) {
            System.out.println(IdleCost.over(lab, Duration.ofSeconds(idle)));
        }
        if (switchovers > 0) {
            System.out.println(bench.switchovers(switchovers));
        }
        if (kills > 0) {
            System.out.println(bench.kills(kills));
        }
        if (alone > 0) {
            System.out.println(new AloneBench(lab, progress).switchovers(alone));
        }
        if (backups > 0) {
            System.out.println(new BackupBench(lab, progress).alternating(backups, scale));
        }
        if (cold > 0) {
            System.out.println(new ColdBench(lab, bench, progress).firstAgainst(cold, coldTimes));
        }
    }
}
