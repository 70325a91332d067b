package io.pgbaton.runtime.metrics;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.binder.jvm.ClassLoaderMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmThreadMetrics;
import io.micrometer.core.instrument.binder.logging.LogbackMetrics;
import io.micrometer.core.instrument.binder.system.FileDescriptorMetrics;
import io.micrometer.core.instrument.binder.system.ProcessorMetrics;
import io.micrometer.core.instrument.binder.system.UptimeMetrics;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;

/**
 * The registry of a daemon. Meters are named in Micrometer's spelling with the prefix below and a base unit (seconds,
 * bytes); {@code pgbaton.handover.phase} of a timer becomes {@code pgbaton_handover_phase_seconds}.
 */
public final class Metrics {
    public static final String PREFIX = "pgbaton.";

    private Metrics() {}

    /** With the state of the JVM and the process, lines of the log, and what runs as {@code pgbaton_build_info}. */
    public static PrometheusMeterRegistry registry(String program, String version) {
        PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
        new JvmMemoryMetrics().bindTo(registry);
        new JvmThreadMetrics().bindTo(registry);
        new ClassLoaderMetrics().bindTo(registry);
        new ProcessorMetrics().bindTo(registry);
        new UptimeMetrics().bindTo(registry);
        new FileDescriptorMetrics().bindTo(registry);
        // Whatever is logged as a failure is counted, also where no other metric tells of it.
        new LogbackMetrics().bindTo(registry);
        Gauge.builder("process.resident.memory", ResidentMemory::bytes)
                .description("Memory of this process that is in RAM; NaN where the system does not tell")
                .baseUnit("bytes")
                .register(registry);
        Gauge.builder(PREFIX + "build.info", () -> 1)
                .description("What runs here")
                .tag("program", program)
                .tag("version", version)
                .register(registry);
        return registry;
    }
}
