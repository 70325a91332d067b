package io.pgbaton.proto.bus;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.pgbaton.proto.Scope;
import io.pgbaton.proto.v1.LeaderLost;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;
import org.junit.jupiter.api.Test;

class CloudEventCodecTest {
    private static final Instant HAPPENED = Instant.parse("2026-11-20T03:00:00.123456Z");
    private static final Instant RECORDED = Instant.parse("2026-11-20T03:00:01Z");

    @Test
    void aRecordReadBackIsTheRecordThatWasWritten() {
        BusRecord lost = Samples.leaderLost(HAPPENED);
        Decoded.Known read = assertInstanceOf(Decoded.Known.class, CloudEventCodec.decode(consumed(encode(lost, 42))));
        assertEquals(lost, read.record());
        assertEquals(42, read.sequence());
        assertEquals(RECORDED, read.recordedTime());
        assertEquals("n1", read.record().node());
    }

    @Test
    void aFieldOfANewerVersionIsSkipped() {
        ConsumerRecord<String, byte[]> record = consumed(encode(Samples.leaderLost(HAPPENED), 1));
        String newer = new String(record.value(), StandardCharsets.UTF_8).replaceFirst("\\{", "{\"moonPhase\":3,");
        Decoded decoded = CloudEventCodec.decode(with(record, newer, "service/demo"));
        LeaderLost data =
                assertInstanceOf(Decoded.Known.class, decoded).record().data(LeaderLost.class);
        assertEquals("n3", data.getMember());
    }

    @Test
    void aTypeOfANewerVersionIsSkipped() {
        ConsumerRecord<String, byte[]> record = consumed(encode(Samples.leaderLost(HAPPENED), 1));
        record.headers().remove("ce_type");
        record.headers().add("ce_type", "io.pgbaton.leader.crowned".getBytes(StandardCharsets.UTF_8));
        assertEquals(new Decoded.Unknown("io.pgbaton.leader.crowned"), CloudEventCodec.decode(record));
    }

    @Test
    void whatCannotBeReadIsPoisonWithACauseAndNeverAnException() {
        ConsumerRecord<String, byte[]> good = consumed(encode(Samples.leaderLost(HAPPENED), 1));
        assertPoison(with(good, "{\"epoch\":\"abc\"}", "service/demo"), "JSON of its type");
        assertPoison(with(good, "not json at all", "service/demo"), "JSON of its type");
        assertPoison(with(good, "{}", "no-slash"), "<namespace>/<scope>");
        assertPoison(with(good, "{}", null), "no key");
        assertPoison(new ConsumerRecord<>("t", 0, 7, "service/demo", new byte[] {1, 2}), "");
        assertPoison(new ConsumerRecord<>("t", 0, 7, "service/demo", null), "");
    }

    @Test
    void aRecordCannotCarryTheMessageOfAnotherType() {
        BusRecord lost = Samples.leaderLost(HAPPENED);
        assertThrows(
                IllegalArgumentException.class,
                () -> new BusRecord(
                        "x",
                        "/a",
                        EventType.PRIMARY_WRITABLE,
                        new Scope("service", "demo"),
                        "",
                        HAPPENED,
                        "",
                        "",
                        lost.data()));
    }

    private static void assertPoison(ConsumerRecord<String, byte[]> record, String cause) {
        Decoded.Poison poison = assertInstanceOf(Decoded.Poison.class, CloudEventCodec.decode(record));
        assertTrue(poison.cause().contains(cause), poison.cause());
    }

    static ProducerRecord<String, byte[]> encode(BusRecord record, long sequence) {
        return CloudEventCodec.encode("pgbaton.observations", Numbered.of(record, sequence), false, RECORDED);
    }

    static ConsumerRecord<String, byte[]> consumed(ProducerRecord<String, byte[]> sent) {
        return new ConsumerRecord<>(
                sent.topic(),
                0,
                7,
                0,
                TimestampType.CREATE_TIME,
                -1,
                -1,
                sent.key(),
                sent.value(),
                new RecordHeaders(sent.headers().toArray()),
                java.util.Optional.empty());
    }

    private static ConsumerRecord<String, byte[]> with(ConsumerRecord<String, byte[]> of, String value, String key) {
        return new ConsumerRecord<>(
                of.topic(),
                0,
                7,
                0,
                TimestampType.CREATE_TIME,
                -1,
                -1,
                key,
                value.getBytes(StandardCharsets.UTF_8),
                new RecordHeaders(of.headers().toArray()),
                java.util.Optional.empty());
    }
}
