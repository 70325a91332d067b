package io.pgbaton.coordinator.architecture.impure.decide;

import java.time.Instant;

/** What decide must not do. */
final class AsksTheClock {
    Instant decide() {
        return Instant.now();
    }
}
