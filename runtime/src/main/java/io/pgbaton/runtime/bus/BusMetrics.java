package io.pgbaton.runtime.bus;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.pgbaton.proto.bus.Topic;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/** The meters of the bus; in Prometheus' spelling {@code pgbaton_bus_publish_seconds} and so on. */
final class BusMetrics {
    private static final Duration[] BUCKETS = {
        Duration.ofMillis(1), Duration.ofMillis(2), Duration.ofMillis(5), Duration.ofMillis(10),
        Duration.ofMillis(30), Duration.ofMillis(100), Duration.ofSeconds(1), Duration.ofSeconds(10)
    };

    private final MeterRegistry registry;

    BusMetrics(MeterRegistry registry) {
        this.registry = registry;
    }

    void queueDepth(Supplier<Number> depth) {
        Gauge.builder("pgbaton.bus.queue.depth", depth)
                .description("Records accepted and not yet acknowledged by the broker")
                .register(registry);
    }

    void published(Topic topic, long nanos) {
        Timer.builder("pgbaton.bus.publish")
                .description("From accepting a record to the broker's acknowledgement")
                .tag("topic", topic.name(""))
                .serviceLevelObjectives(BUCKETS)
                .register(registry)
                .record(nanos, TimeUnit.NANOSECONDS);
    }

    void dropped(PublishRefused.Reason reason) {
        Counter.builder("pgbaton.bus.dropped")
                .description("Records that will never be on the bus")
                .tag("reason", reason.label())
                .register(registry)
                .increment();
    }

    void poison(Topic topic) {
        Counter.builder("pgbaton.bus.poison")
                .description("Records skipped because they cannot be read")
                .tag("topic", topic.name(""))
                .register(registry)
                .increment();
    }
}
