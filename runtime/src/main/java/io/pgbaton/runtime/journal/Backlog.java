package io.pgbaton.runtime.journal;

import io.pgbaton.runtime.bus.PublishRefused;
import io.pgbaton.runtime.bus.PublishRefused.Reason;
import io.vertx.core.Promise;
import java.util.HashMap;
import java.util.Map;

/** What waits on disk and is not in memory: days without Kafka must not fill the heap. */
final class Backlog {
    private final int mostPromises;
    private final Map<Long, Promise<Void>> promises = new HashMap<>();
    private Span span = Span.EMPTY;
    private long records;
    private long replayedTo;

    /** @param mostPromises whoever waits for one more is told that it is kept, and not when it is published */
    Backlog(int mostPromises) {
        this.mostPromises = mostPromises;
    }

    /** What an earlier life left. */
    void restore(Span waiting, long atMost) {
        span = waiting;
        records = atMost;
        replayedTo = waiting.to();
    }

    /** Newer ones are published before all that is here. */
    void overtaken() {
        replayedTo = Math.max(replayedTo, span.to());
    }

    /** Whether the record at this position may have been published in an earlier life, or comes behind newer ones. */
    boolean isReplayed(long position) {
        return position <= replayedTo;
    }

    void add(Held held) {
        span = new Span(span.isEmpty() ? held.position() : span.from(), held.position());
        records++;
        if (promises.size() < mostPromises) {
            promises.put(held.position(), held.entry.published());
        } else {
            tellKept(held.entry.published());
        }
    }

    /** All before {@code next} was read back. */
    void readUpTo(long next, int read) {
        span = new Span(next, span.to());
        records = span.isEmpty() ? 0 : Math.max(0, records - read);
    }

    /** Of whoever published it; one of its own when that was in another life. */
    Promise<Void> promise(long position) {
        Promise<Void> told = promises.remove(position);
        return told == null ? Promise.promise() : told;
    }

    Span span() {
        return span;
    }

    boolean isEmpty() {
        return span.isEmpty();
    }

    /** At least 1 while there may be one. */
    long records() {
        return span.isEmpty() ? 0 : Math.max(1, records);
    }

    void close() {
        promises.values().forEach(Backlog::tellKept);
        promises.clear();
    }

    static void tellKept(Promise<Void> promise) {
        promise.tryFail(new PublishRefused(Reason.KEPT, "kept on disk, to be published later", null));
    }
}
