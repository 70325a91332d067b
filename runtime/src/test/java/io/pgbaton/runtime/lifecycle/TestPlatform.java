package io.pgbaton.runtime.lifecycle;

import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.vertx.core.Context;
import io.vertx.core.Vertx;

/** What a daemon stands on, in a test's own JVM. */
public final class TestPlatform {
    private TestPlatform() {}

    /** @param context of an event loop */
    public static Platform on(Vertx vertx, Context context) {
        return new Platform(
                vertx, context, new PrometheusMeterRegistry(PrometheusConfig.DEFAULT), new Stops(context), "test");
    }

    /** As on SIGTERM. Blocks. */
    public static void stop(Platform platform) {
        platform.stops().run();
    }
}
