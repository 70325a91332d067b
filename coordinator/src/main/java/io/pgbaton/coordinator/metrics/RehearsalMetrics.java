package io.pgbaton.coordinator.metrics;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.pgbaton.proto.Scope;
import io.pgbaton.proto.v1.Hop;
import io.pgbaton.proto.v1.RehearsalResult;
import io.pgbaton.runtime.metrics.Metrics;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.ToDoubleFunction;

/** The last rehearsal of each scope that this coordinator handles. */
public final class RehearsalMetrics {
    private static final double MICROS_PER_SECOND = 1e6;

    private final MeterRegistry registry;
    private final InstantSource clock;
    private final Map<Scope, RehearsalResult> last = new ConcurrentHashMap<>();
    /** By scope and hop, as registered; {@code ""} has those that are of no hop. */
    private final Map<Scope, Map<String, List<Meter>>> gauges = new ConcurrentHashMap<>();

    RehearsalMetrics(MeterRegistry registry, InstantSource clock) {
        this.registry = registry;
        this.clock = clock;
    }

    /** @param every zero when only people ask */
    public void every(Duration every) {
        Gauge.builder(Metrics.PREFIX + "rehearsal.interval", every, Duration::toSeconds)
                .baseUnit("seconds")
                .description("How often a rehearsal is due; 0 when only people ask for one")
                .strongReference(true)
                .register(registry);
    }

    public void gaveWay(Scope scope) {
        count(scope, "gave_way");
    }

    void ended(Scope scope, RehearsalResult result) {
        count(scope, result.getCompleted() ? "completed" : "failed");
    }

    /** On one thread. A hop that this rehearsal did not measure has no value. */
    void described(Scope scope, RehearsalResult result) {
        last.put(scope, result);
        Map<String, List<Meter>> known = gauges.computeIfAbsent(scope, missing -> new HashMap<>());
        known.computeIfAbsent(
                "",
                none -> List.of(
                        gauge(scope, "rehearsal.failed", null, Tags.empty(), r -> r.getCompleted() ? 0 : 1),
                        gauge(scope, "rehearsal.age", "seconds", Tags.empty(), this::age)));
        result.getHopsList()
                .forEach(hop -> known.computeIfAbsent(
                        hop.getName(),
                        name -> List.of(
                                gauge(scope, "rehearsal", "seconds", Tags.of("hop", name), r -> seconds(r, name)))));
    }

    void forget(Scope scope) {
        last.remove(scope);
        Map<String, List<Meter>> known = gauges.remove(scope);
        if (known != null) {
            known.values().forEach(meters -> meters.forEach(registry::remove));
        }
    }

    private double age(RehearsalResult result) {
        return ChronoUnit.MICROS.between(Instant.EPOCH, clock.instant()) / MICROS_PER_SECOND
                - result.getEndedUs() / MICROS_PER_SECOND;
    }

    private static double seconds(RehearsalResult result, String name) {
        return result.getHopsList().stream()
                .filter(hop -> hop.getName().equals(name))
                .mapToLong(Hop::getDurationUs)
                .mapToDouble(micros -> micros / MICROS_PER_SECOND)
                .findFirst()
                .orElse(Double.NaN);
    }

    private Meter gauge(Scope scope, String name, String unit, Tags of, ToDoubleFunction<RehearsalResult> value) {
        return Gauge.builder(
                        Metrics.PREFIX + name,
                        last,
                        all -> value.applyAsDouble(all.getOrDefault(scope, RehearsalResult.getDefaultInstance())))
                .baseUnit(unit)
                .description("Of the last rehearsal, see docs/metrics.md")
                .tags(tags(scope).and(of))
                .register(registry);
    }

    private void count(Scope scope, String result) {
        Counter.builder(Metrics.PREFIX + "rehearsals")
                .description("Rehearsals by result")
                .tags(tags(scope).and("result", result))
                .register(registry)
                .increment();
    }

    private static Tags tags(Scope scope) {
        return Tags.of("namespace", scope.namespace(), "scope", scope.name());
    }
}
