package io.pgbaton.coordinator;

import io.micrometer.core.instrument.MeterRegistry;
import io.pgbaton.coordinator.config.CoordinatorConfig;
import io.pgbaton.coordinator.metrics.CoordinatorMetrics;
import io.pgbaton.runtime.bus.BusWriter;
import io.vertx.core.Context;
import io.vertx.core.Vertx;

/**
 * What every part of a coordinator stands on.
 *
 * @param run signs this run's records in etcd: two runs of one name are two
 */
record Parts(
        CoordinatorConfig config,
        String run,
        Vertx vertx,
        Context context,
        MeterRegistry registry,
        BusWriter writer,
        CoordinatorMetrics metrics,
        Etcds etcds) {}
