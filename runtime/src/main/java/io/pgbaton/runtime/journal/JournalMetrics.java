package io.pgbaton.runtime.journal;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.InstantSource;

/** The meters of the journal; explained in docs/metrics.md. Written on its context, read by whoever scrapes. */
final class JournalMetrics {
    private static final long NOTHING_WAITS = Long.MAX_VALUE;

    private final MeterRegistry registry;
    private volatile int depth;
    private volatile long bytes;
    private volatile long oldestMillis = NOTHING_WAITS;
    private volatile boolean memoryOnly;
    private volatile boolean stuck;

    JournalMetrics(MeterRegistry registry, InstantSource clock) {
        this.registry = registry;
        gauge("depth", "Records that are not on the bus yet", () -> depth);
        gauge("bytes", "Size of all segments on disk", () -> bytes);
        gauge("memory.only", "1 while new records are not written to disk", () -> memoryOnly ? 1 : 0);
        gauge("disk.stuck", "1 while the disk does not answer", () -> stuck ? 1 : 0);
        Gauge.builder("pgbaton.journal.oldest", () -> seconds(clock.millis()))
                .description("Since the oldest record happened that is not on the bus yet")
                .baseUnit("seconds")
                .register(registry);
    }

    void size(int records, long onDisk) {
        depth = records;
        bytes = onDisk;
    }

    void oldest(Long happenedAtMillis) {
        oldestMillis = happenedAtMillis == null ? NOTHING_WAITS : happenedAtMillis;
    }

    void trouble(boolean inMemoryOnly, boolean diskIsStuck) {
        memoryOnly = inMemoryOnly;
        stuck = diskIsStuck;
    }

    void lost(String reason, long count) {
        Counter.builder("pgbaton.journal.lost")
                .description("Records that were kept neither on disk nor in memory, or were damaged on disk")
                .tag("reason", reason)
                .register(registry)
                .increment((double) count);
    }

    private double seconds(long nowMillis) {
        return oldestMillis == NOTHING_WAITS ? 0 : (double) Math.max(0, nowMillis - oldestMillis) / 1000;
    }

    private void gauge(String name, String description, java.util.function.Supplier<Number> value) {
        Gauge.builder("pgbaton.journal." + name, value).description(description).register(registry);
    }
}
