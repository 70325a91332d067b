package io.pgbaton.coordinator.decide.backup;

import java.time.Instant;

/** From when to when a backup was made, by the clock of the host that made it. */
public record Span(Instant start, Instant stop) {

    static Span later(Span one, Span other) {
        return other.stop().isAfter(one.stop()) ? other : one;
    }
}
