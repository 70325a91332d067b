package io.pgbaton.proto.bus;

/**
 * A record with its place among those of its source on one topic.
 *
 * @param json its data as it is published, where there is a chain: the hash is over these bytes, and a daemon of another
 *     version, which may publish them, could write them otherwise. Else empty
 * @param sequence from 1 on without a gap; -1 for none
 * @param chain {@link HashChain}, 64 hex digits; empty for none
 */
public record Numbered(BusRecord record, String json, long sequence, String chain) {
    private static final int NONE = -1;

    /** On a topic without a chain. */
    public static Numbered of(BusRecord record, long sequence) {
        return new Numbered(record, "", sequence, "");
    }

    /** Of which it is not known how many came before. */
    public static Numbered without(BusRecord record) {
        return of(record, NONE);
    }

    /**
     * @param previous hash of the record before it, or {@link HashChain#START}
     * @throws IllegalArgumentException when it cannot be published at all
     */
    public static Numbered chained(BusRecord record, long sequence, String previous) {
        return CloudEventCodec.chained(
                new Numbered(record, CloudEventCodec.toJson(record.data()), sequence, ""), previous);
    }
}
