package io.pgbaton.coordinator.architecture.impure.decide;

import java.util.concurrent.ForkJoinPool;

/** What decide must not do. */
final class Starts {
    void decide() {
        ForkJoinPool.commonPool().execute(() -> {});
    }
}
