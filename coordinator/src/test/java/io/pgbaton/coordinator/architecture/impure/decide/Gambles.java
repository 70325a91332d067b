package io.pgbaton.coordinator.architecture.impure.decide;

/** What decide must not do. */
final class Gambles {
    double decide() {
        return Math.random();
    }
}
