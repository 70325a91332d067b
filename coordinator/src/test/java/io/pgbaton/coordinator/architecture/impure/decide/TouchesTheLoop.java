package io.pgbaton.coordinator.architecture.impure.decide;

import io.vertx.core.Vertx;

/** What decide must not do. */
final class TouchesTheLoop {
    void decide(Vertx vertx) {
        vertx.setTimer(1, fired -> {});
    }
}
