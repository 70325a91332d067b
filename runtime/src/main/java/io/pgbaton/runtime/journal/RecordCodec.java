package io.pgbaton.runtime.journal;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import io.pgbaton.proto.Scope;
import io.pgbaton.proto.bus.BusRecord;
import io.pgbaton.proto.bus.EventType;
import io.pgbaton.proto.bus.Numbered;
import io.pgbaton.proto.bus.Topic;
import io.pgbaton.proto.v1.JournalRecord;
import java.time.Instant;
import java.util.Arrays;
import java.util.Optional;

/** A record of the bus as the journal keeps it: what is read back is equal to what was written. */
final class RecordCodec {
    private RecordCodec() {}

    record Kept(Topic topic, Numbered numbered) {}

    static ByteString encode(Topic topic, Numbered numbered) {
        BusRecord record = numbered.record();
        Instant time = record.time();
        long seconds = time.getEpochSecond();
        int nanos = time.getNano();
        return JournalRecord.newBuilder()
                .setTopic(topic.name(""))
                .setId(record.id())
                .setSource(record.source())
                .setType(record.type().type())
                .setScope(record.scope().key())
                .setSubject(record.subject())
                .setTimeSeconds(seconds)
                .setTimeNanos(nanos)
                .setCorrelationId(record.correlationId())
                .setCausationId(record.causationId())
                .setData(record.data().toByteString())
                .setSequence(numbered.sequence())
                .setHash(ChainBytes.of(numbered.chain()))
                .setJson(numbered.json())
                .build()
                .toByteString();
    }

    /** Empty when it is of a type or topic that this version does not know, or is none of ours. */
    static Optional<Kept> decode(ByteString payload) {
        try {
            JournalRecord kept = JournalRecord.parseFrom(payload);
            Optional<EventType> type = EventType.of(kept.getType());
            Optional<Topic> topic = Arrays.stream(Topic.values())
                    .filter(one -> one.name("").equals(kept.getTopic()))
                    .findFirst();
            return type.isEmpty() || topic.isEmpty()
                    ? Optional.empty()
                    : Optional.of(new Kept(topic.get(), numbered(kept, type.get())));
        } catch (InvalidProtocolBufferException | IllegalArgumentException foreign) {
            return Optional.empty();
        }
    }

    private static Numbered numbered(JournalRecord kept, EventType type) throws InvalidProtocolBufferException {
        return new Numbered(record(kept, type), kept.getJson(), kept.getSequence(), ChainBytes.toHex(kept.getHash()));
    }

    private static BusRecord record(JournalRecord kept, EventType type) throws InvalidProtocolBufferException {
        return new BusRecord(
                kept.getId(),
                kept.getSource(),
                type,
                Scope.parse(kept.getScope()),
                kept.getSubject(),
                Instant.ofEpochSecond(kept.getTimeSeconds(), kept.getTimeNanos()),
                kept.getCorrelationId(),
                kept.getCausationId(),
                type.prototype().getParserForType().parseFrom(kept.getData()));
    }
}
