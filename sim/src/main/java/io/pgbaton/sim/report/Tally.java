package io.pgbaton.sim.report;

import io.pgbaton.sim.Life;
import io.pgbaton.sim.fault.FaultKind;
import io.pgbaton.sim.time.Fingerprint;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Many lives, added up in the order of their seeds. Of a life that kept every rule nothing else stays. */
public final class Tally {
    /** Reports of lives that broke a rule, whole. */
    private static final int SHOWN = 5;

    private final EnumMap<FaultKind, Struck> faults = new EnumMap<>(FaultKind.class);
    private final TreeMap<String, List<Long>> broken = new TreeMap<>();
    private final List<String> shown = new ArrayList<>();
    private final Fingerprint traces = new Fingerprint();
    private long[] settledAfter = new long[1024];
    private int lives;
    private long simulated;
    private long events;
    private long epochs;
    private long coordinated;
    private long completed;
    private long failed;
    private long slowest;
    private long slowestSeed;

    /** How often a kind struck, and in how many lives. */
    record Struck(long times, long lives) {
        static final Struck NEVER = new Struck(0, 0);
    }

    public void add(Life.Result life) {
        settledAfter = lives == settledAfter.length ? Arrays.copyOf(settledAfter, 2 * lives) : settledAfter;
        settledAfter[lives++] = life.end().settledAfter();
        if (life.end().settledAfter() >= slowest) {
            slowest = life.end().settledAfter();
            slowestSeed = life.seed();
        }
        simulated += life.lived();
        events += life.events();
        epochs += life.end().epochs();
        coordinated += life.end().coordinated() ? 1 : 0;
        completed += life.end().completed();
        failed += life.end().failed();
        traces.add(life.trace().hash());
        life.faults()
                .forEach((kind, times) ->
                        faults.merge(kind, new Struck(times, 1), (a, b) -> new Struck(a.times + b.times, a.lives + 1)));
        if (life.broken().isPresent()) {
            broken.computeIfAbsent(life.rule(), r -> new ArrayList<>()).add(life.seed());
            if (shown.size() < SHOWN) {
                shown.add(life.report());
            }
        }
    }

    /** Seeds by the rule that they broke. */
    public Map<String, List<Long>> broken() {
        return broken;
    }

    /** How many lives broke a rule. */
    public long brokenLives() {
        return broken.values().stream().mapToLong(List::size).sum();
    }

    /** What happened in the first lives that broke a rule. */
    public List<String> shown() {
        return shown;
    }

    public int lives() {
        return lives;
    }

    Struck struck(FaultKind kind) {
        return faults.getOrDefault(kind, Struck.NEVER);
    }

    /** Kinds of which fewer strikes than this were seen. */
    List<FaultKind> rarerThan(long times) {
        return Arrays.stream(FaultKind.values())
                .filter(kind -> struck(kind).times() < times)
                .toList();
    }

    /** Of the time between the last fault and the moment from which all was well, in nanoseconds. */
    long settledAfter(double quantile) {
        long[] sorted = Arrays.copyOf(settledAfter, lives);
        Arrays.sort(sorted);
        return lives == 0 ? 0 : sorted[(int) Math.min(lives - 1, Math.floor(quantile * lives))];
    }

    long slowestSeed() {
        return slowestSeed;
    }

    long simulated() {
        return simulated;
    }

    long events() {
        return events;
    }

    long epochs() {
        return epochs;
    }

    long coordinated() {
        return coordinated;
    }

    long completed() {
        return completed;
    }

    long failed() {
        return failed;
    }

    /** SHA-256 over the hashes of all traces. Nothing may be added after. */
    String traces() {
        return traces.hex();
    }
}
