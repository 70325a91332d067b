package io.pgbaton.backupagent.metrics;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.pgbaton.backupagent.config.MemberConfig;
import io.pgbaton.proto.v1.MemberFault;
import io.pgbaton.proto.v1.Result;
import io.pgbaton.runtime.metrics.Metrics;
import java.util.Locale;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/** What is measured of restores for one member; the names are explained in docs/metrics.md. */
public final class RestoreMetrics {
    private final MeterRegistry registry;
    private final Tags tags;

    public RestoreMetrics(MeterRegistry registry, MemberConfig member) {
        this.registry = registry;
        this.tags = Tags.of(
                "namespace", member.scope().namespace(), "scope", member.scope().name(), "member", member.name());
    }

    public void ran(Result result) {
        String name = result.name().substring("RESULT_".length()).toLowerCase(Locale.ROOT);
        Counter.builder(Metrics.PREFIX + "restore.runs")
                .tags(tags.and("result", name))
                .description("Restores onto this node that ended, or were tried")
                .register(registry)
                .increment();
    }

    /** @param fault that was told and has not ended */
    public void broken(Supplier<Optional<MemberFault>> fault) {
        for (MemberFault one : MemberFault.values()) {
            if (one != MemberFault.UNRECOGNIZED && one != MemberFault.MEMBER_FAULT_UNSPECIFIED) {
                String name = one.name().substring("MEMBER_FAULT_".length()).toLowerCase(Locale.ROOT);
                Gauge.builder(
                                Metrics.PREFIX + "member.broken",
                                () -> fault.get().filter(told -> told == one).isPresent() ? 1 : 0)
                        .tags(tags.and("fault", name))
                        .description("1 while the member will not come back by itself, and that was told")
                        .register(registry);
            }
        }
    }

    public void running(BooleanSupplier running) {
        Gauge.builder(Metrics.PREFIX + "restore.running", () -> running.getAsBoolean() ? 1 : 0)
                .tags(tags)
                .description("1 while pgBackRest restores for this member")
                .register(registry);
    }
}
