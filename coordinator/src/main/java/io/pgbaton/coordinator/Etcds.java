package io.pgbaton.coordinator;

import io.pgbaton.coordinator.config.CoordinatorConfig;
import io.pgbaton.proto.Scope;
import io.pgbaton.runtime.etcd.Etcd;
import io.pgbaton.runtime.etcd.EtcdSettings;
import io.pgbaton.runtime.etcd.Range;
import io.pgbaton.runtime.http.Health;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** One connection to each etcd cluster, however many scopes live in it. On one context. */
final class Etcds {
    private static final long LOOK_MILLIS = 5000;
    private static final String ANY_KEY = "/pgbaton/";

    private final Vertx vertx;
    private final Context context;
    private final CoordinatorConfig config;
    private final Map<EtcdSettings, Etcd> open = new HashMap<>();
    private final Map<EtcdSettings, String> faults = new HashMap<>();
    private long timer = -1;

    Etcds(Vertx vertx, Context context, CoordinatorConfig config) {
        this.vertx = vertx;
        this.context = context;
        this.config = config;
    }

    /** Looks whether they answer, so that somebody asking for readiness hears it before a scope needs them. */
    void start() {
        of(config.etcd());
        config.elsewhere().values().forEach(this::of);
        look();
        timer = vertx.setPeriodic(LOOK_MILLIS, tick -> look());
    }

    Etcd of(Scope scope) {
        return of(config.etcdOf(scope));
    }

    Health health() {
        return faults.values().stream()
                .filter(fault -> !fault.isEmpty())
                .findFirst()
                .map(Health::notReady)
                .orElseGet(() -> Health.ready(open.size() + " etcd clusters answer"));
    }

    Future<Void> close() {
        vertx.cancelTimer(timer);
        return Future.join(open.values().stream().map(Etcd::close).toList()).mapEmpty();
    }

    private Etcd of(EtcdSettings settings) {
        return open.computeIfAbsent(settings, missing -> {
            faults.put(settings, "etcd has not answered yet: " + settings.endpoints());
            return Etcd.open(vertx, context, settings);
        });
    }

    private void look() {
        open.forEach((settings, etcd) -> etcd.read(List.of(Range.key(ANY_KEY)))
                .onComplete(read -> faults.put(
                        settings,
                        read.succeeded()
                                ? ""
                                : "etcd does not answer: " + read.cause().getMessage())));
    }
}
