package io.pgbaton.nodeagent.architecture.offending.decide;

import java.time.Instant;

/** Breaks the rule on purpose. */
public final class AsksTheClock {
    private AsksTheClock() {}

    static boolean late(Instant deadline) {
        return Instant.now().isAfter(deadline);
    }
}
