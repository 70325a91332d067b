package io.pgbaton.runtime.loop;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/** The meters of one loop; in Prometheus' spelling {@code pgbaton_loop_queued_seconds} and so on. */
final class LoopMetrics {
    private static final Duration[] BUCKETS = {
        Duration.ofNanos(100_000),
        Duration.ofMillis(1),
        Duration.ofMillis(5),
        Duration.ofMillis(20),
        Duration.ofMillis(100),
        Duration.ofSeconds(1)
    };

    private final Timer queued;
    private final Timer handled;
    private final Counter failures;
    private final Counter refused;

    LoopMetrics(MeterRegistry registry, String loop, Supplier<Number> depth) {
        queued = timer("pgbaton.loop.queued", "From the hand-over of an input to its turn", loop, registry);
        handled = timer("pgbaton.loop.handled", "One decision and the start of its actions", loop, registry);
        failures = Counter.builder("pgbaton.loop.failures")
                .description("Inputs or actions that ended in an exception: a defect of this program")
                .tag("loop", loop)
                .register(registry);
        refused = Counter.builder("pgbaton.loop.refused")
                .description("Inputs refused because the queue was full")
                .tag("loop", loop)
                .register(registry);
        Gauge.builder("pgbaton.loop.depth", depth)
                .description("Inputs that wait for their turn")
                .tag("loop", loop)
                .register(registry);
    }

    void turn(long queuedNanos, long handledNanos) {
        queued.record(queuedNanos, TimeUnit.NANOSECONDS);
        handled.record(handledNanos, TimeUnit.NANOSECONDS);
    }

    void failure() {
        failures.increment();
    }

    void refused() {
        refused.increment();
    }

    private static Timer timer(String name, String description, String loop, MeterRegistry registry) {
        return Timer.builder(name)
                .description(description)
                .tag("loop", loop)
                .serviceLevelObjectives(BUCKETS)
                .register(registry);
    }
}
