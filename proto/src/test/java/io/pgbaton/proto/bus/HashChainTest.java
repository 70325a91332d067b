package io.pgbaton.proto.bus;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import java.time.Instant;
import java.util.Set;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Header;
import org.junit.jupiter.api.Test;

/** Nothing of a record can be altered without its hash telling, but what is known at publishing alone. */
class HashChainTest {
    private static final Set<String> FREE = Set.of("ce_chain", "ce_recordedtime", "ce_replayed");

    private final BusRecord record = Samples.leaderLost(Instant.parse("2026-11-20T03:00:00.123456Z"));
    private final Numbered chained = Numbered.chained(record, 7, HashChain.START);

    @Test
    void whoeverReadsTheRecordComputesTheHashItCarries() {
        ProducerRecord<String, byte[]> wire = wire();
        assertEquals(chained.chain(), HashChain.link(HashChain.START, content(wire)));
        assertEquals(64, chained.chain().length());
    }

    @Test
    void theHashIsOverTheOneBefore() {
        assertNotEquals(
                chained.chain(), Numbered.chained(record, 7, chained.chain()).chain());
    }

    @Test
    void everyAttributeAndEveryByteOfTheDataCounts() {
        String whole = content(wire());
        for (Header header : wire().headers()) {
            ProducerRecord<String, byte[]> altered = wire();
            altered.headers().remove(header.key());
            altered.headers().add(header.key(), "altered".getBytes(UTF_8));
            assertEquals(FREE.contains(header.key()), whole.equals(content(altered)), header.key());
        }
        for (int at = 0; at < wire().value().length; at++) {
            ProducerRecord<String, byte[]> altered = wire();
            altered.value()[at] ^= 1;
            assertNotEquals(whole, content(altered), "byte " + at);
        }
        ProducerRecord<String, byte[]> wire = wire();
        assertNotEquals(whole, HashChain.content("service/other", wire.headers(), wire.value()));
        assertNotEquals(whole, HashChain.content(wire.key(), wire.headers(), null));
    }

    @Test
    void anAttributeThatIsAddedCountsAndAForeignHeaderDoesNot() {
        ProducerRecord<String, byte[]> added = wire();
        added.headers().add("ce_type", "io.pgbaton.leader.acquired".getBytes(UTF_8));
        assertNotEquals(content(wire()), content(added));
        ProducerRecord<String, byte[]> foreign = wire();
        foreign.headers().add("mirrored-by", "x".getBytes(UTF_8));
        assertEquals(content(wire()), content(foreign));
    }

    private ProducerRecord<String, byte[]> wire() {
        return CloudEventCodec.encode("pgbaton.audit", chained, true, Instant.EPOCH);
    }

    private static String content(ProducerRecord<String, byte[]> wire) {
        return HashChain.content(wire.key(), wire.headers(), wire.value());
    }
}
