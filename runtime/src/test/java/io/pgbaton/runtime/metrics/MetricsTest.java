package io.pgbaton.runtime.metrics;

import static org.junit.jupiter.api.Assertions.assertTrue;

import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

class MetricsTest {
    @Test
    void aFailureThatIsOnlyLoggedIsCounted() {
        PrometheusMeterRegistry registry = Metrics.registry("test", "1");
        double before =
                registry.get("logback.events").tag("level", "error").counter().count();
        LoggerFactory.getLogger(MetricsTest.class).error("This line is the test's own.");
        assertTrue(
                registry.get("logback.events").tag("level", "error").counter().count() > before);
        assertTrue(registry.scrape().contains("logback_events_total{level=\"error\"}"));
    }
}
