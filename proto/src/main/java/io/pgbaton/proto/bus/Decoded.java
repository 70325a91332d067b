package io.pgbaton.proto.bus;

import java.time.Instant;

/** What came out of one Kafka record. */
public sealed interface Decoded {

    /**
     * @param sequence counts the records of the source on this topic from 1 on, without a gap; -1 when it has none
     * @param chain {@link HashChain} of the audit; else empty
     * @param replayed it may have come before, or come behind newer ones of its source
     * @param recordedTime when it was published; {@link BusRecord#time()} is when it happened
     */
    record Known(BusRecord record, long sequence, String chain, boolean replayed, Instant recordedTime)
            implements Decoded {}

    /** A type of a newer version: skipped in silence, because an old reader must live beside a new writer. */
    record Unknown(String type) implements Decoded {}

    /** Not readable at all: skipped, counted and reported with its position. */
    record Poison(String cause) implements Decoded {}
}
