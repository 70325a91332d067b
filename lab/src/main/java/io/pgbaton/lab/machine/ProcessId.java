package io.pgbaton.lab.machine;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * One process for certain: a pid alone may be reused, together with the start time (in clock ticks since boot, field 22
 * of /proc/PID/stat) it cannot.
 */
public record ProcessId(long pid, long startTicks) {
    private static final int STATE = 0;
    private static final int START_TICKS = 19;

    /** Empty when no such process lives; a zombie does not. */
    public static Optional<ProcessId> of(long pid) {
        return statAfterName(pid).map(fields -> new ProcessId(pid, Long.parseLong(fields.get(START_TICKS))));
    }

    public static ProcessId parse(String text) {
        List<String> parts = List.of(text.strip().split(" ", 2));
        return new ProcessId(Long.parseLong(parts.get(0)), Long.parseLong(parts.get(1)));
    }

    public boolean alive() {
        return of(pid).filter(this::equals).isPresent();
    }

    /** Stopped by SIGSTOP. */
    public boolean stopped() {
        return alive()
                && statAfterName(pid)
                        .map(fields -> fields.get(STATE))
                        .orElse("")
                        .equals("T");
    }

    /** The processes that it started and that still are its children. */
    public List<ProcessId> children() {
        String own = Long.toString(pid);
        try {
            String pids = Files.readString(Path.of("/proc", own, "task", own, "children"));
            return Stream.of(pids.strip().split(" ", -1))
                    .filter(text -> !text.isEmpty())
                    .map(text -> of(Long.parseLong(text)))
                    .flatMap(Optional::stream)
                    .toList();
        } catch (IOException gone) {
            return List.of();
        }
    }

    /** Does nothing when the process is gone. */
    public void signal(String name) {
        if (alive()) {
            Shell.run("sh", "-c", "kill -s \"$1\" \"$2\"", "kill", name, Long.toString(pid));
        }
    }

    /** The line a register keeps. */
    public String toText() {
        return pid + " " + startTicks;
    }

    /** The name in parentheses may hold blanks: the fields are counted after it, so the state is field 0. */
    private static Optional<List<String>> statAfterName(long pid) {
        try {
            String stat = Files.readString(Path.of("/proc", Long.toString(pid), "stat"));
            List<String> fields =
                    List.of(stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1));
            return "ZX".contains(fields.get(STATE)) ? Optional.empty() : Optional.of(fields);
        } catch (IOException gone) {
            return Optional.empty();
        }
    }
}
