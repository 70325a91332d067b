package io.pgbaton.lab.bench;

import io.pgbaton.lab.Host;
import io.pgbaton.lab.Lab;
import io.pgbaton.lab.LabException;
import io.pgbaton.lab.Layout;
import io.pgbaton.lab.What;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;

/** What each daemon costs while nothing happens: resident memory, and processor time over a while. */
public final class IdleCost {
    /** Of /proc/PID/stat, after the name in parentheses: fields 14 and 15 of proc(5) are utime and stime, in ticks. */
    private static final int UTIME = 11;

    /** sysconf(_SC_CLK_TCK) of every Linux that Debian builds. */
    private static final double TICKS_PER_SECOND = 100;

    private IdleCost() {}

    /** @return a Markdown table */
    public static String over(Lab lab, Duration window) {
        StringBuilder table =
                new StringBuilder("| daemon | RSS MiB | CPU in percent of a core |\n| --- | --- | --- |\n");
        List<Daemon> daemons = new ArrayList<>();
        Layout.NODES.forEach(node -> add(daemons, lab.host(node), What.NODE_AGENT));
        Layout.COORDINATORS.forEach(node -> add(daemons, lab.host(node), What.COORDINATOR));
        if (lab.options().backups()) {
            add(daemons, lab.host(Layout.REPOSITORY), What.BACKUP_AGENT);
        }
        long end = System.nanoTime() + window.toNanos();
        while (System.nanoTime() < end) {
            LockSupport.parkNanos(end - System.nanoTime());
        }
        for (Daemon daemon : daemons) {
            double percent = (ticks(daemon.pid()) - daemon.ticks()) / TICKS_PER_SECOND / window.toSeconds() * 100;
            table.append(String.format("| %s | %d | %.2f |%n", daemon.name(), residentMiB(daemon.pid()), percent));
        }
        return table.toString();
    }

    private record Daemon(String name, long pid, long ticks) {}

    private static void add(List<Daemon> daemons, Host host, What what) {
        host.pid(what).ifPresent(pid -> daemons.add(new Daemon(what + " on " + host.name(), pid, ticks(pid))));
    }

    private static long ticks(long pid) {
        String stat = read(pid, "stat");
        String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
        return Long.parseLong(fields[UTIME]) + Long.parseLong(fields[UTIME + 1]);
    }

    private static long residentMiB(long pid) {
        return read(pid, "status")
                        .lines()
                        .filter(line -> line.startsWith("VmRSS:"))
                        .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
                        .findFirst()
                        .orElse(0)
                / 1024;
    }

    private static String read(long pid, String file) {
        try {
            return Files.readString(Path.of("/proc", Long.toString(pid), file));
        } catch (IOException e) {
            throw new LabException("process " + pid + " is gone", e);
        }
    }
}
