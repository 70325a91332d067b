package io.pgbaton.nodeagent.decide.address;

import java.time.Duration;

/**
 * R2a prolongs an address only while it is there: its lifetime has to last until Patroni says that failsafe mode is active.
 * A shorter one is safe, and the address goes although its primary goes on.
 */
public final class FailsafePatience {
    /**
     * The age of the last confirmation (1 s), the kernel's whole seconds (1 s), the other members' answers to Patroni (2 s at
     * most), and ours to its word (asked every second).
     */
    private static final Duration BESIDES = Duration.ofSeconds(5);

    private FailsafePatience() {}

    /**
     * The shortest lifetime that is sure to last, or zero when any will do.
     *
     * @param failsafeAfter how long Patroni may take to say so, zero while failsafe mode is off
     */
    public static Duration lifetimeNeeded(Duration failsafeAfter) {
        return failsafeAfter.isZero() ? Duration.ZERO : failsafeAfter.plus(BESIDES);
    }
}
