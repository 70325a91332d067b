package io.pgbaton.sim.time;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;

/**
 * What happened, in order. In the hot path nothing is formatted: a line keeps references and becomes text when somebody
 * reads it. The hash is made of numbers and constant words only, so that it is the same in every run of every JVM.
 */
public final class Trace {
    private final SimScheduler scheduler;
    private final int limit;
    private final Optional<Fingerprint> fingerprint;
    private final Deque<Line> lines = new ArrayDeque<>();
    private long hash = 17;

    /** @param limit how many lines are kept, the newest */
    public Trace(SimScheduler scheduler, int limit) {
        this(scheduler, limit, Optional.empty());
    }

    private Trace(SimScheduler scheduler, int limit, Optional<Fingerprint> fingerprint) {
        this.scheduler = scheduler;
        this.limit = limit;
        this.fingerprint = fingerprint;
    }

    /** One that keeps no lines and can be compared with that of another run ({@link #sha256}). */
    public static Trace compared(SimScheduler scheduler) {
        return new Trace(scheduler, 1, Optional.of(new Fingerprint()));
    }

    /**
     * @param what a constant word
     * @param number whatever tells this line from a similar one
     * @param detail a text that is the same in every run, or an object, of which the name of its class counts
     */
    public void note(String who, String what, long number, Object detail) {
        String word = detail instanceof String text ? text : detail.getClass().getSimpleName();
        hash = ((hash * 31 + scheduler.now()) * 31 + who.hashCode()) * 31 + what.hashCode();
        hash = (hash * 31 + number) * 31 + word.hashCode();
        fingerprint.ifPresent(f -> f.add(scheduler.now(), number, who, what, word));
        if (lines.size() == limit) {
            lines.removeFirst();
        }
        lines.addLast(new Line(scheduler.now(), who, what, detail));
    }

    /** Quick, and good enough to tell two lives apart. */
    public long hash() {
        return hash;
    }

    /**
     * Of all that the hash is made of, as hex digits.
     *
     * @throws java.util.NoSuchElementException unless the trace is a {@link #compared} one
     */
    public String sha256() {
        return fingerprint.orElseThrow().hex();
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
