package io.pgbaton.runtime.bus;

import io.pgbaton.proto.bus.BusRecord;
import io.pgbaton.proto.bus.Topic;
import io.vertx.core.Promise;

/**
 * One record on its way to the bus.
 *
 * @param position counts what the journal accepted in this run, over all sources
 * @param sequence gap-free within one source; negative for none
 * @param acceptedNanos {@code System.nanoTime} when it came into memory; only for the metric and the fault's age
 */
public record JournalEntry(
        long position, Topic topic, BusRecord record, long sequence, long acceptedNanos, Promise<Void> published) {}
