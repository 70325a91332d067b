package io.pgbaton.proto.bus;

import java.time.Instant;

/** What came out of one Kafka record. */
public sealed interface Decoded {

    /**
     * @param sequence gap-free counter of the source, -1 when it has none
     * @param recordedTime when it was published; {@link BusRecord#time()} is when it happened
     */
    record Known(BusRecord record, long sequence, Instant recordedTime) implements Decoded {}

    /** A type of a newer version: skipped in silence, because an old reader must live beside a new writer. */
    record Unknown(String type) implements Decoded {}

    /** Not readable at all: skipped, counted and reported with its position. */
    record Poison(String cause) implements Decoded {}
}
