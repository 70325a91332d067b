package io.pgbaton.proto.bus;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.pgbaton.proto.Scope;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * The bytes on the wire are a promise to programs that we do not know. A golden file for every type holds them; a change
 * that is meant is made by running the test with {@code -Dgolden.write=true} and reading the difference.
 */
class WireFormatTest {
    private static final Path GOLDEN = Path.of("src/test/resources/golden");

    @ParameterizedTest
    @EnumSource(EventType.class)
    void theWireFormatIsThatOfTheGoldenFile(EventType type) throws IOException {
        BusRecord record = new BusRecord(
                "0123456789abcdef01234567",
                "/pgbaton/service/demo/n1/node-agent",
                type,
                new Scope("service", "demo"),
                "subject",
                Instant.parse("2026-11-20T03:00:00.123456Z"),
                "correlation",
                "cause",
                Samples.filled(type.prototype(), 0));
        assertGolden(type.noun() + ".txt", render(CloudEventCodecTest.encode(record, 42)));
    }

    /** The hash as well: a record whose hash another version computes otherwise would look altered. */
    @Test
    void aRecordOfTheAuditCarriesItsHashAndAMarkWhenItMayComeTwice() throws IOException {
        BusRecord record = Samples.leaderLost(Instant.parse("2026-11-20T03:00:00.123456Z"));
        Numbered chained = Numbered.chained(record, 42, HashChain.START);
        Instant recorded = Instant.parse("2026-11-20T03:00:01Z");
        assertGolden("chained.txt", render(CloudEventCodec.encode("pgbaton.audit", chained, true, recorded)));
    }

    private static void assertGolden(String name, String wire) throws IOException {
        Path file = GOLDEN.resolve(name);
        if (Boolean.getBoolean("golden.write")) {
            Files.writeString(file, wire);
        }
        assertEquals(Files.readString(file), wire);
    }

    private static String render(ProducerRecord<String, byte[]> sent) {
        Stream<String> headers = StreamSupport.stream(sent.headers().spliterator(), false)
                .map(h -> h.key() + ": " + new String(h.value(), StandardCharsets.UTF_8))
                .sorted();
        return Stream.concat(
                        Stream.concat(Stream.of("key: " + sent.key()), headers),
                        Stream.of("", new String(sent.value(), StandardCharsets.UTF_8), ""))
                .collect(Collectors.joining("\n"));
    }
}
