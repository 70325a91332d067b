package io.pgbaton.runtime.record;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.pgbaton.proto.Scope;
import io.pgbaton.proto.v1.RefusalReason;
import io.pgbaton.runtime.metrics.Metrics;
import java.util.Locale;

/** What every daemon that carries out commands of a scope counts of them. */
public final class AuditMetrics {
    private final MeterRegistry registry;
    private final Tags tags;

    public AuditMetrics(MeterRegistry registry, Scope scope) {
        this.registry = registry;
        this.tags = Tags.of("namespace", scope.namespace(), "scope", scope.name());
    }

    public void refused(RefusalReason reason) {
        counter(
                        "commands.refused",
                        tags.and("reason", reason.name().toLowerCase(Locale.ROOT)),
                        "Commands not carried out")
                .increment();
    }

    /** An action went before its intent was on disk, because the disk did not answer in time (R9). */
    public void intentNotKept() {
        counter("intents.not.kept", tags, "Actions that did not wait longer for their intent to be on disk")
                .increment();
    }

    private Counter counter(String name, Tags of, String description) {
        return Counter.builder(Metrics.PREFIX + name)
                .tags(of)
                .description(description)
                .register(registry);
    }
}
