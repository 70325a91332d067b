package io.pgbaton.lab.bench;

import io.pgbaton.lab.Host;
import io.pgbaton.lab.Lab;
import io.pgbaton.lab.Layout;
import io.pgbaton.lab.Progress;
import io.pgbaton.lab.What;
import io.pgbaton.lab.cluster.CoordinatorHost;
import io.pgbaton.lab.writer.WritePath;
import java.time.Duration;
import java.util.List;
import java.util.OptionalDouble;
import java.util.concurrent.locks.LockSupport;

/** What the first handover of daemons that were just started costs, against a later one: with rehearsals and without. */
public final class ColdBench {
    /** From their start to the first handover, in both series. */
    private static final Duration IDLE = Duration.ofSeconds(90);

    private static final List<String> COMPARED = List.of(
            HandoverBench.COMMAND,
            HandoverBench.KEY_TO_ADDRESS,
            HandoverBench.ADDRESS,
            HandoverBench.ROUTE,
            HandoverBench.OUTAGE + WritePath.ADDRESS.word(),
            HandoverBench.OUTAGE + WritePath.HAPROXY.word());

    private static final String OFTEN = "10s";
    private static final String NEVER = "0s";

    private final Lab lab;
    private final HandoverBench handovers;
    private final Progress progress;

    public ColdBench(Lab lab, HandoverBench handovers, Progress progress) {
        this.lab = lab;
        this.handovers = handovers;
        this.progress = progress;
    }

    /**
     * @param times each series is run, daemons started anew before each
     * @return a Markdown table of medians over the series
     */
    public String firstAgainst(int nth, int times) {
        StringBuilder table =
                new StringBuilder("| a switchover after a cold start | rehearsals | n | first ms | number " + nth
                        + " ms | ratio of the medians |\n| --- | --- | --- | --- | --- | --- |\n");
        try {
            for (String every : List.of(NEVER, OFTEN)) {
                Figures first = new Figures();
                Figures last = new Figures();
                for (int i = 0; i < times; i++) {
                    series(every, nth, first, last);
                }
                rows(table, every, times, first, last);
            }
        } finally {
            Layout.COORDINATORS.forEach(host -> CoordinatorHost.writeConfig(lab.layout(), host));
            restart(Layout.COORDINATORS, What.COORDINATOR);
        }
        return table.toString();
    }

    private void series(String every, int count, Figures first, Figures last) {
        Layout.COORDINATORS.forEach(host -> CoordinatorHost.writeConfigRehearsing(lab.layout(), host, every));
        restart(Layout.NODES, What.NODE_AGENT);
        restart(Layout.COORDINATORS, What.COORDINATOR);
        lab.repair();
        progress.say(
                "all daemons are started anew, rehearsals every " + every + "; " + IDLE.toSeconds() + " s of rest");
        rest();
        for (int i = 1; i <= count; i++) {
            handovers.switchover(i == 1 ? first : i == count ? last : new Figures());
            progress.say("switchover " + i + " of " + count);
        }
    }

    private void restart(List<String> hosts, What what) {
        for (String name : hosts) {
            Host host = lab.host(name);
            host.kill(what, "TERM");
            host.start(what);
        }
    }

    private static void rest() {
        long end = System.nanoTime() + IDLE.toNanos();
        while (System.nanoTime() < end) {
            LockSupport.parkNanos(end - System.nanoTime());
        }
    }

    private static void rows(StringBuilder table, String every, int times, Figures first, Figures last) {
        for (String name : COMPARED) {
            OptionalDouble before = first.median(name);
            OptionalDouble after = last.median(name);
            if (before.isPresent() && after.isPresent()) {
                table.append(String.format(
                        "| %s | %s | %d | %.1f | %.1f | %.1f |%n",
                        name,
                        every.equals(NEVER) ? "off" : "every " + every,
                        times,
                        before.getAsDouble(),
                        after.getAsDouble(),
                        before.getAsDouble() / after.getAsDouble()));
            }
        }
    }
}
