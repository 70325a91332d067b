package io.pgbaton.nodeagent.metrics;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.pgbaton.nodeagent.decide.archive.ArchiveState;
import io.pgbaton.proto.Scope;
import io.pgbaton.runtime.metrics.Metrics;
import java.util.function.Function;
import java.util.function.Supplier;

/** What the agent of a primary measures of its archive; NaN where there is none to be watched. */
public final class ArchiveMetrics {
    private ArchiveMetrics() {}

    public static void register(MeterRegistry registry, Scope scope, String member, Supplier<ArchiveState> state) {
        Tags tags = Tags.of("namespace", scope.namespace(), "scope", scope.name(), "member", member);
        gauge(
                registry,
                tags,
                "archive.gap",
                null,
                state,
                ArchiveState::gapFiles,
                "WAL files that wait for the archive");
        gauge(
                registry,
                tags,
                "archive.gap.bytes",
                null,
                state,
                one -> one.reached() == 0 ? Double.NaN : one.gapBytes(),
                "WAL that is written and not archived");
        gauge(
                registry,
                tags,
                "archive.age",
                "seconds",
                state,
                ArchiveState::ageSeconds,
                "Since a WAL file was archived last");
        gauge(
                registry,
                tags,
                "archive.broken",
                null,
                state,
                one -> one.broken() ? 1 : 0,
                "1 while archiving fails or stands still");
        gauge(
                registry,
                tags,
                "archive.dropped.files",
                null,
                state,
                one -> one.dropped().size(),
                "WAL files of this reign that were thrown away because the queue was full");
    }

    private static void gauge(
            MeterRegistry registry,
            Tags tags,
            String name,
            String unit,
            Supplier<ArchiveState> state,
            Function<ArchiveState, Number> value,
            String description) {
        Supplier<Number> measured =
                () -> state.get().watched() ? value.apply(state.get()) : (Number) Double.valueOf(Double.NaN);
        Gauge.builder(Metrics.PREFIX + name, measured)
                .baseUnit(unit)
                .tags(tags)
                .description(description)
                .register(registry);
    }
}
