package io.pgbaton.coordinator.architecture.impure.decide;

import java.time.Duration;
import java.time.Instant;

/** What decide may do. */
final class Harmless {
    Instant decide(Instant now) {
        return now.plus(Duration.ofSeconds(1));
    }
}
