package io.pgbaton.runtime.bus;

import io.pgbaton.proto.bus.BusRecord;
import io.pgbaton.proto.bus.Numbered;
import io.pgbaton.proto.bus.Topic;
import io.vertx.core.Promise;

/**
 * One record on its way to the bus.
 *
 * @param position counts what the journal accepted in this run, over all sources
 * @param replayed it may be on the bus already, or come behind newer ones
 * @param acceptedNanos {@code System.nanoTime} when it came into memory; only for the metric and the fault's age
 */
public record JournalEntry(
        long position, Topic topic, Numbered numbered, boolean replayed, long acceptedNanos, Promise<Void> published) {

    /** Not sent yet by anyone. */
    public static JournalEntry fresh(long position, Topic topic, Numbered numbered, Promise<Void> published) {
        return new JournalEntry(position, topic, numbered, false, System.nanoTime(), published);
    }

    public BusRecord record() {
        return numbered.record();
    }

    /** Among those of its source on its topic; negative for none. */
    public long sequence() {
        return numbered.sequence();
    }

    /** The same, when it becomes known what came before it. */
    public JournalEntry withPlace(Numbered place) {
        return new JournalEntry(position, topic, place, replayed, acceptedNanos, published);
    }

    /** The same, sent again. */
    public JournalEntry again() {
        return new JournalEntry(position, topic, numbered, true, acceptedNanos, published);
    }
}
