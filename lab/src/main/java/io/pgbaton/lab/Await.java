package io.pgbaton.lab;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/** Bounded waiting for something that the outside world does, by looking again and again. */
public final class Await {
    private static final Duration STEP = Duration.ofMillis(50);

    private Await() {}

    /**
     * Waits for the condition.
     *
     * @param what completes the sentence "... did not come about": "etcd of n1 to be healthy"
     * @throws LabException when the bound passes first
     */
    public static void until(String what, Duration bound, BooleanSupplier condition) {
        value(what, bound, () -> condition.getAsBoolean() ? Optional.of(true) : Optional.empty());
    }

    /** Like {@link #until}, handing back what was found. A probe that throws counts as "not yet". */
    public static <T> T value(String what, Duration bound, Supplier<Optional<T>> probe) {
        long deadline = System.nanoTime() + bound.toNanos();
        RuntimeException last = null;
        do {
            try {
                Optional<T> found = probe.get();
                if (found.isPresent()) {
                    return found.get();
                }
                last = null;
            } catch (RuntimeException notYet) {
                last = notYet;
            }
            LockSupport.parkNanos(STEP.toNanos());
        } while (System.nanoTime() < deadline && !Thread.currentThread().isInterrupted());
        String reason = last == null ? "" : " (last answer: " + last.getMessage() + ")";
        throw new LabException("waited " + bound.toSeconds() + " s in vain for " + what + reason, last);
    }
}
