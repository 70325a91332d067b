package io.pgbaton.runtime.lifecycle;

import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.vertx.core.Context;
import io.vertx.core.Vertx;

/**
 * What a daemon is given to stand on.
 *
 * @param context of the one event loop; a program starts on it
 * @param stops what was started and has to be stopped, in reverse order
 * @param version of the build, {@code development} when it does not run from a jar
 */
public record Platform(Vertx vertx, Context context, PrometheusMeterRegistry registry, Stops stops, String version) {}
