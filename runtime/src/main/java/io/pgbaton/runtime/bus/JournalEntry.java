package io.pgbaton.runtime.bus;

import io.pgbaton.proto.bus.BusRecord;
import io.pgbaton.proto.bus.Topic;
import io.vertx.core.Promise;

/**
 * One record on its way to the bus.
 *
 * @param position counts what the journal accepted, over all sources
 * @param sequence gap-free within one source and one run
 * @param acceptedNanos {@code System.nanoTime} when it was accepted; only for the metric and the fault's age
 */
record JournalEntry(
        long position, Topic topic, BusRecord record, long sequence, long acceptedNanos, Promise<Void> published) {}
