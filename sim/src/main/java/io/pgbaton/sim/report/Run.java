package io.pgbaton.sim.report;

import io.pgbaton.sim.Life;
import io.pgbaton.sim.agent.Adapters;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.LongStream;

/**
 * Many seeds, one after another and on all processors.
 *
 * @param commit of the sources when it began
 */
public record Run(Commit commit, long from, long count, Instant began, Duration took, Tally tally) {
    /** As many at a time: their results are added up, and forgotten, before the next ones live. */
    private static final long AT_A_TIME = 2_000;

    /** Of how many seeds a report names the hash. */
    static final int NAMED = 50;

    /**
     * @param repository with the sources, of which the report names the commit
     * @param progress told after every few thousand lives what there is so far
     */
    public static Run of(Path repository, long from, long count, Consumer<Tally> progress) {
        Commit commit = Commit.of(repository);
        Instant began = Instant.now();
        long start = System.nanoTime();
        Tally tally = new Tally();
        for (long next = from; next < from + count; next += AT_A_TIME) {
            LongStream.range(next, Math.min(from + count, next + AT_A_TIME))
                    .parallel()
                    .mapToObj(seed -> Life.live(seed, Adapters.REAL))
                    .toList()
                    .forEach(tally::add);
            progress.accept(tally);
        }
        return new Run(commit, from, count, began, Duration.ofNanos(System.nanoTime() - start), tally);
    }

    /** Up to 50 seeds, evenly chosen, each with the SHA-256 of its trace. */
    Map<Long, String> named() {
        Map<Long, String> named = new LinkedHashMap<>();
        long chosen = Math.min(NAMED, count);
        for (long i = 0; i < chosen; i++) {
            long seed = from + i * count / chosen;
            named.put(seed, Life.compared(seed, Adapters.REAL).trace().sha256());
        }
        return named;
    }

    public double perSecond() {
        return count / Math.max(0.001, took.toMillis() / 1000.0);
    }
}
