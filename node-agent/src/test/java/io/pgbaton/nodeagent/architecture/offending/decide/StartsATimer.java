package io.pgbaton.nodeagent.architecture.offending.decide;

import io.vertx.core.Vertx;

/** Breaks the rule on purpose. */
public final class StartsATimer {
    private StartsATimer() {}

    static long tick(Vertx vertx) {
        return vertx.setTimer(1000, id -> {});
    }
}
