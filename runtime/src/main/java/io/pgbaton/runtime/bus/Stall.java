package io.pgbaton.runtime.bus;

import io.vertx.core.Future;
import java.time.Duration;
import java.util.function.Supplier;

/**
 * Tells a producer that is stuck from a broker that is away: the oldest record does not get through although the broker
 * answers other questions. Only then is a new producer worth the risk that a record comes twice. Not thread-safe.
 */
final class Stall {
    private static final Duration SUSPICIOUS = Duration.ofSeconds(30);

    /** After an answer the broker gets this long to take the record too. */
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final Journal journal;
    private final Supplier<Future<?>> broker;
    private boolean asking;
    private long answeredFor = -1;
    private long answeredNanos;
    private boolean proven;

    /** @param broker asks it anything; fails when it does not answer */
    Stall(Journal journal, Supplier<Future<?>> broker) {
        this.journal = journal;
        this.broker = broker;
    }

    void check(long nowNanos) {
        JournalEntry oldest = journal.oldest().orElse(null);
        if (oldest == null || nowNanos - oldest.acceptedNanos() < SUSPICIOUS.toNanos()) {
            forget();
        } else if (answeredFor == oldest.position()) {
            proven = nowNanos - answeredNanos >= PATIENCE.toNanos();
        } else if (!asking) {
            asking = true;
            long position = oldest.position();
            broker.get()
                    .onSuccess(answer -> {
                        answeredFor = position;
                        answeredNanos = nowNanos;
                    })
                    .onComplete(done -> asking = false);
        }
    }

    boolean isProven() {
        return proven;
    }

    /** Begins anew, as with another producer. */
    void forget() {
        answeredFor = -1;
        proven = false;
    }
}
