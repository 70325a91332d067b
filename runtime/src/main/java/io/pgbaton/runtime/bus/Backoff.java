package io.pgbaton.runtime.bus;

import java.time.Duration;

/** Doubling waits between attempts, from {@code first} up to {@code longest}. Not thread-safe. */
final class Backoff {
    private final Duration first;
    private final Duration longest;
    private Duration next;

    Backoff(Duration first, Duration longest) {
        this.first = first;
        this.longest = longest;
        this.next = first;
    }

    long nextMillis() {
        Duration now = next;
        Duration doubled = now.multipliedBy(2);
        next = doubled.compareTo(longest) < 0 ? doubled : longest;
        return now.toMillis();
    }

    void reset() {
        next = first;
    }
}
