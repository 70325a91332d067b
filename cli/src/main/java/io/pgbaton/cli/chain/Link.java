package io.pgbaton.cli.chain;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.pgbaton.proto.bus.CloudEventCodec;
import io.pgbaton.proto.bus.Decoded;
import io.pgbaton.proto.bus.HashChain;
import java.util.Optional;
import java.util.regex.Pattern;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;

/**
 * What one record of the audit says of itself, taken from its bytes without understanding them: a record of a newer version
 * has its place too.
 *
 * @param source empty when it names none
 * @param sequence -1 for none
 * @param chain the hash that it carries; empty for none
 * @param replayed its writer says that it may have come before, or late
 * @param content hash over all that must not be altered
 * @param poison why it cannot be read at all; only looked at where no hash speaks for it
 */
public record Link(
        int partition,
        long offset,
        String source,
        long sequence,
        String chain,
        boolean replayed,
        String id,
        String time,
        String content,
        Optional<String> poison) {
    private static final int NO_NUMBER = -1;
    private static final Pattern NUMBER = Pattern.compile("\\d{1,18}|0\\d{18}");
    private static final Pattern HASH = Pattern.compile("[0-9a-f]{64}");

    public static Link of(ConsumerRecord<String, byte[]> record) {
        String sequence = attribute(record, "sequence");
        String chain = attribute(record, "chain");
        boolean wellFormed = (sequence.isEmpty() || NUMBER.matcher(sequence).matches())
                && (chain.isEmpty() || (HASH.matcher(chain).matches() && !sequence.isEmpty()));
        return new Link(
                record.partition(),
                record.offset(),
                attribute(record, "source"),
                wellFormed && !sequence.isEmpty() ? Long.parseLong(sequence) : NO_NUMBER,
                wellFormed ? chain : "",
                Boolean.parseBoolean(attribute(record, "replayed")),
                attribute(record, "id"),
                attribute(record, "time"),
                HashChain.content(record.key(), record.headers(), record.value()),
                wellFormed ? poison(record, chain) : Optional.of("its number or its hash is none"));
    }

    public boolean isNumbered() {
        return sequence != NO_NUMBER;
    }

    public boolean isChained() {
        return !chain.isEmpty();
    }

    /** @param previous hash of the record before it */
    public boolean follows(String previous) {
        return HashChain.link(previous, content).equals(chain);
    }

    /** Whether a chain begins with it. */
    public boolean begins() {
        return follows(HashChain.START);
    }

    private static Optional<String> poison(ConsumerRecord<String, byte[]> record, String chain) {
        return chain.isEmpty() && CloudEventCodec.decode(record) instanceof Decoded.Poison poison
                ? Optional.of(String.valueOf(poison.cause()))
                : Optional.empty();
    }

    private static String attribute(ConsumerRecord<String, byte[]> record, String name) {
        Header header = record.headers().lastHeader("ce_" + name);
        return header == null || header.value() == null ? "" : new String(header.value(), UTF_8);
    }
}
