package io.pgbaton.sim.time;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/**
 * What happened, in order. In the hot path nothing is formatted: a line keeps references and becomes text when somebody
 * reads it. The hash is made of numbers and constant words only, so that it is the same in every run of every JVM.
 */
public final class Trace {
    private final SimScheduler scheduler;
    private final int limit;
    private final Deque<Line> lines = new ArrayDeque<>();
    private long hash = 17;

    /** @param limit how many lines are kept, the newest */
    public Trace(SimScheduler scheduler, int limit) {
        this.scheduler = scheduler;
        this.limit = limit;
    }

    /**
     * @param what a constant word
     * @param number whatever tells this line from a similar one
     */
    public void note(String who, String what, long number, Object detail) {
        hash = ((hash * 31 + scheduler.now()) * 31 + who.hashCode()) * 31 + what.hashCode();
        hash = hash * 31 + number;
        if (lines.size() == limit) {
            lines.removeFirst();
        }
        lines.addLast(new Line(scheduler.now(), who, what, detail));
    }

    public long hash() {
        return hash;
    }

    public List<String> text() {
        return lines.stream().map(Line::toString).toList();
    }

    private record Line(long at, String who, String what, Object detail) {
        @Override
        public String toString() {
            return String.format("%12s %-6s %-14s %s", Spans.seconds(at), who, what, detail);
        }
    }
}
