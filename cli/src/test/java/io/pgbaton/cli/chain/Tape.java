package io.pgbaton.cli.chain;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.pgbaton.proto.Scope;
import io.pgbaton.proto.bus.BusRecord;
import io.pgbaton.proto.bus.CloudEventCodec;
import io.pgbaton.proto.bus.EventType;
import io.pgbaton.proto.bus.Numbered;
import io.pgbaton.proto.bus.Topic;
import io.pgbaton.proto.v1.Intent;
import io.pgbaton.runtime.bus.Numbers;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;

/** The audit of one source for tests: written as a daemon does, then tampered with. */
final class Tape {
    private static final Scope SCOPE = new Scope("service", "demo");
    static final String SOURCE = BusRecord.source(SCOPE, "n1", "node-agent");

    final List<ProducerRecord<String, byte[]>> records = new ArrayList<>();
    private Numbers numbers = new Numbers();
    private int written;

    static Tape of(int records) {
        return new Tape().write(records);
    }

    Tape write(int many) {
        for (int n = 0; n < many; n++) {
            records.add(encode(numbers.next(Topic.AUDIT, intent()), false));
        }
        return this;
    }

    /** As the writer does that rewinds: the last ones come again. */
    Tape writeAgain(int many, boolean marked) {
        for (ProducerRecord<String, byte[]> one : List.copyOf(records.subList(records.size() - many, records.size()))) {
            ProducerRecord<String, byte[]> again = copy(one);
            if (marked) {
                mark(again);
            }
            records.add(again);
        }
        return this;
    }

    Tape writeWithoutAJournal(int many) {
        for (int n = 0; n < many; n++) {
            records.add(encode(Numbered.without(intent()), false));
        }
        return this;
    }

    /** As a version did that had numbers and no chain. */
    Tape writeUnchained(long sequence) {
        records.add(encode(Numbered.of(intent(), sequence), false));
        numbers.resume(java.util.Map.of(new Numbers.Series(SOURCE, ""), new Numbers.Last(sequence, "")));
        return this;
    }

    /** The journal is deleted. */
    Tape forget() {
        numbers = new Numbers();
        return this;
    }

    /** The daemon died while its disk took nothing: its next life knows less. */
    Tape forgetLast(int many) {
        Numbers.Last last = numbers.lastOfEach().get(new Numbers.Series(SOURCE, "audit"));
        ProducerRecord<String, byte[]> known = records.get(records.size() - 1 - many);
        numbers.resume(java.util.Map.of(
                new Numbers.Series(SOURCE, "audit"), new Numbers.Last(last.sequence() - many, header(known, "chain"))));
        return this;
    }

    static void mark(ProducerRecord<String, byte[]> record) {
        alter(record, "replayed", "true");
    }

    static void alter(ProducerRecord<String, byte[]> record, String attribute, String value) {
        record.headers().remove("ce_" + attribute);
        record.headers().add("ce_" + attribute, value.getBytes(UTF_8));
    }

    static ProducerRecord<String, byte[]> copy(ProducerRecord<String, byte[]> of) {
        return new ProducerRecord<>(
                of.topic(),
                null,
                of.key(),
                of.value().clone(),
                new RecordHeaders(of.headers().toArray()));
    }

    SourceReport verify() {
        return verify(true);
    }

    SourceReport verify(boolean fromTheStart) {
        ChainVerifier verifier = new ChainVerifier(fromTheStart ? Set.of(0) : Set.of());
        for (int offset = 0; offset < records.size(); offset++) {
            verifier.add(Link.of(consumed(records.get(offset), offset)));
        }
        return verifier.reports().get(0);
    }

    private BusRecord intent() {
        int n = written++;
        Intent intent = Intent.newBuilder()
                .setAction("acquire address")
                .setTarget("write")
                .setEpoch(n)
                .build();
        Instant time = Instant.ofEpochSecond(1_000_000 + n);
        return new BusRecord("i" + n, SOURCE, EventType.INTENT_RECORDED, SCOPE, "write", time, "", "", intent);
    }

    private static ProducerRecord<String, byte[]> encode(Numbered numbered, boolean replayed) {
        return CloudEventCodec.encode("pgbaton.audit", numbered, replayed, Instant.EPOCH);
    }

    private static String header(ProducerRecord<String, byte[]> record, String attribute) {
        return new String(record.headers().lastHeader("ce_" + attribute).value(), UTF_8);
    }

    private static ConsumerRecord<String, byte[]> consumed(ProducerRecord<String, byte[]> sent, long offset) {
        return new ConsumerRecord<>(
                sent.topic(),
                0,
                offset,
                0,
                TimestampType.CREATE_TIME,
                -1,
                -1,
                sent.key(),
                sent.value(),
                sent.headers(),
                Optional.empty());
    }
}
