package io.pgbaton.lab.cli;

import io.pgbaton.lab.Host;
import io.pgbaton.lab.Lab;
import io.pgbaton.lab.LabException;
import io.pgbaton.lab.Layout;
import io.pgbaton.lab.What;
import io.pgbaton.lab.cluster.Scope;
import io.pgbaton.lab.writer.WritePath;
import io.pgbaton.lab.writer.WriterReport;
import java.io.PrintStream;
import java.time.Clock;
import java.util.List;

/** The state of a lab for people. */
final class StatusTable {
    private static final int SHOWN_OUTAGES = 3;

    private final Lab lab;

    StatusTable(Lab lab) {
        this.lab = lab;
    }

    void print(PrintStream out) {
        if (!lab.complete()) {
            out.println("the start of this lab was not completed");
        }
        lab.scopes().forEach(scope -> out.printf("%-14s leader %s%n", scope.path(), leader(scope)));
        for (String name : Layout.hosts()) {
            Host host = lab.host(name);
            out.printf("%-5s%-14s", name, host.ip());
            host.kinds().forEach(what -> out.print("  " + what + "=" + state(host, what)));
            out.println(holds(host));
        }
        for (WritePath path : WritePath.values()) {
            printWriter(out, path);
        }
    }

    private String leader(Scope scope) {
        try {
            return lab.leaderNow(scope).orElse("nobody");
        } catch (LabException noQuorum) {
            return "unknown, etcd does not answer";
        }
    }

    private static String state(Host host, What what) {
        return host.process(what)
                .map(process -> process.stopped() ? "frozen" : Long.toString(process.pid()))
                .orElse("down");
    }

    private String holds(Host host) {
        List<String> addresses = host.addresses();
        return lab.scopes().stream().anyMatch(scope -> addresses.contains(scope.vip(lab.layout())))
                ? "  holds the write address"
                : "";
    }

    private void printWriter(PrintStream out, WritePath path) {
        WriterReport report = lab.writer(path);
        long last = report.lastMillis();
        out.printf(
                "writer by %-8s %d rows acknowledged, the last %s%n",
                path.word(),
                report.count(),
                last == 0 ? "never" : Clock.systemUTC().millis() - last + " ms ago by " + report.lastServer());
        List<WriterReport.Outage> outages = report.outages();
        outages.subList(Math.max(0, outages.size() - SHOWN_OUTAGES), outages.size())
                .forEach(outage -> out.printf("  outage of %d ms: %s%n", outage.millis(), why(outage)));
    }

    private static String why(WriterReport.Outage outage) {
        return outage.error().isEmpty() ? "a write took so long, none failed" : outage.error();
    }
}
