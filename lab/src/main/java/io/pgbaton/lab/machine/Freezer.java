package io.pgbaton.lab.machine;

import io.pgbaton.lab.LabException;
import io.pgbaton.lab.Layout;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;

/**
 * Makes all processes of a host stand still at once, by the kernel's cgroup freezer (version 1). Where there is none, by
 * SIGSTOP one after the other. The kernel itself goes on either way: lifetimes of addresses run out.
 */
public final class Freezer {
    private static final Path HIERARCHY = Path.of("/sys/fs/cgroup/freezer");
    private static final int ROUNDS = 20;
    private static final Duration PAUSE = Duration.ofMillis(50);

    private final Layout layout;
    private final Network network;

    public Freezer(Layout layout, Network network) {
        this.layout = layout;
        this.network = network;
    }

    /** In words of a report. */
    public static String way() {
        return usable() ? "cgroup freezer" : "SIGSTOP of every process, as there is no cgroup freezer here";
    }

    private static boolean usable() {
        return Files.isWritable(HIERARCHY.resolve("cgroup.procs"));
    }

    public void freeze(String host) {
        if (usable()) {
            freezeGroup(host);
        } else {
            signal(host, "STOP");
        }
    }

    /** What was forked while the others were moved is moved in the next round. */
    private void freezeGroup(String host) {
        Path group = group(host);
        try {
            Files.createDirectories(group);
            Set<Long> moved = new HashSet<>();
            for (int round = 0; round < ROUNDS; round++) {
                List<Long> others = network.processes(host).stream()
                        .filter(pid -> !moved.contains(pid))
                        .toList();
                if (others.isEmpty()) {
                    break;
                }
                others.forEach(pid -> move(pid, group));
                moved.addAll(others);
            }
            Files.writeString(group.resolve("freezer.state"), "FROZEN");
        } catch (IOException e) {
            throw new LabException("cannot freeze " + host + ": " + e.getMessage(), e);
        }
    }

    /** Does nothing when nothing is frozen. */
    public void thaw(String host) {
        Path group = group(host);
        if (!usable()) {
            signal(host, "CONT");
            return;
        }
        if (!Files.isDirectory(group)) {
            return;
        }
        try {
            Files.writeString(group.resolve("freezer.state"), "THAWED");
            for (int round = 0; round < ROUNDS && !emptied(group); round++) {
                LockSupport.parkNanos(PAUSE.toNanos());
            }
        } catch (IOException e) {
            throw new LabException("cannot thaw " + host + ": " + e.getMessage(), e);
        }
    }

    /**
     * The kernel keeps a group busy for as long as a process in it is dying or forking. One that stays busy does no harm:
     * nothing in it stands still, and the next thaw, at the latest when the lab is taken down, removes it.
     */
    private static boolean emptied(Path group) throws IOException {
        members(group).forEach(pid -> move(pid, HIERARCHY));
        try {
            Files.delete(group);
            return true;
        } catch (IOException busy) {
            return false;
        }
    }

    private static List<Long> members(Path group) throws IOException {
        return Files.readAllLines(group.resolve("cgroup.procs")).stream()
                .map(Long::valueOf)
                .toList();
    }

    private static void move(long pid, Path group) {
        try {
            Files.writeString(group.resolve("cgroup.procs"), Long.toString(pid));
        } catch (IOException e) {
            if (ProcessId.of(pid).isPresent()) {
                throw new LabException("cannot move process " + pid + " to " + group + ": " + e.getMessage(), e);
            }
        }
    }

    private void signal(String host, String name) {
        network.processes(host).stream()
                .map(ProcessId::of)
                .flatMap(Optional::stream)
                .forEach(process -> process.signal(name));
    }

    private Path group(String host) {
        return HIERARCHY.resolve(layout.namespace(host));
    }
}
