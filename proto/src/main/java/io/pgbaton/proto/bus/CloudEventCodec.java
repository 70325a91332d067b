package io.pgbaton.proto.bus;

import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Message;
import com.google.protobuf.util.JsonFormat;
import io.cloudevents.CloudEvent;
import io.cloudevents.core.builder.CloudEventBuilder;
import io.cloudevents.kafka.KafkaMessageFactory;
import io.cloudevents.rw.CloudEventRWException;
import io.pgbaton.proto.Scope;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;

/**
 * The CloudEvents 1.0 Kafka binding in binary mode: attributes in {@code ce_} headers, data as proto3 JSON, the scope as
 * key. Readers ignore fields and types they do not know, so daemons of two versions share a bus.
 */
public final class CloudEventCodec {
    private static final String CONTENT_TYPE = "application/json";
    private static final JsonFormat.Printer PRINTER = JsonFormat.printer().omittingInsignificantWhitespace();
    private static final JsonFormat.Parser PARSER = JsonFormat.parser().ignoringUnknownFields();
    private static final int SEQUENCE_DIGITS = 19;

    private CloudEventCodec() {}

    /**
     * @param replayed it may be on the bus already, or come behind newer ones of its source
     * @throws IllegalArgumentException when no CloudEvent can be made of it
     */
    public static ProducerRecord<String, byte[]> encode(
            String topic, Numbered numbered, boolean replayed, Instant recordedTime) {
        CloudEventBuilder event = event(numbered).withExtension("recordedtime", recordedTime.toString());
        withIfPresent(numbered.chain()).ifPresent(chain -> event.withExtension("chain", chain));
        if (replayed) {
            event.withExtension("replayed", true);
        }
        return write(topic, numbered, event);
    }

    /** The same record with its hash. */
    static Numbered chained(Numbered open, String previous) {
        ProducerRecord<String, byte[]> wire = write("none", open, event(open));
        String content = HashChain.content(wire.key(), wire.headers(), wire.value());
        return new Numbered(open.record(), open.json(), open.sequence(), HashChain.link(previous, content));
    }

    /** Never throws on bad input: whatever cannot be read comes back as {@link Decoded.Poison} with its cause. */
    public static Decoded decode(ConsumerRecord<String, byte[]> kafkaRecord) {
        try {
            CloudEvent event = KafkaMessageFactory.createReader(kafkaRecord).toEvent();
            Optional<EventType> type = EventType.of(event.getType());
            return type.isEmpty() ? new Decoded.Unknown(event.getType()) : known(event, type.get(), kafkaRecord.key());
        } catch (CloudEventRWException | IllegalArgumentException | DateTimeException e) {
            return new Decoded.Poison(e.getMessage());
        } catch (InvalidProtocolBufferException e) {
            return new Decoded.Poison("data is not the JSON of its type: " + e.getMessage());
        }
    }

    public static String toJson(Message message) {
        try {
            return PRINTER.print(message);
        } catch (InvalidProtocolBufferException e) {
            // Only for google.protobuf.Any of an unknown type, which no message here has.
            throw new IllegalStateException(e);
        }
    }

    /** @throws InvalidProtocolBufferException when the text is not the JSON of this message; unknown fields are skipped */
    @SuppressWarnings("unchecked")
    public static <M extends Message> M fromJson(String json, M prototype) throws InvalidProtocolBufferException {
        Message.Builder builder = prototype.newBuilderForType();
        PARSER.merge(json, builder);
        return (M) builder.build();
    }

    private static CloudEventBuilder event(Numbered numbered) {
        BusRecord record = numbered.record();
        String json = numbered.json().isEmpty() ? toJson(record.data()) : numbered.json();
        CloudEventBuilder event = CloudEventBuilder.v1()
                .withId(record.id())
                .withSource(URI.create(record.source()))
                .withType(record.type().type())
                .withTime(record.time().atOffset(ZoneOffset.UTC))
                .withDataSchema(URI.create("urn:pgbaton:"
                        + record.type().prototype().getDescriptorForType().getFullName()))
                .withExtension("partitionkey", record.scope().key())
                .withData(CONTENT_TYPE, json.getBytes(StandardCharsets.UTF_8));
        withIfPresent(record.subject()).ifPresent(event::withSubject);
        withIfPresent(record.correlationId()).ifPresent(id -> event.withExtension("correlationid", id));
        withIfPresent(record.causationId()).ifPresent(id -> event.withExtension("causationid", id));
        if (numbered.sequence() >= 0) {
            // Padded with zeros, so that it sorts as text.
            event.withExtension("sequence", String.format("%0" + SEQUENCE_DIGITS + "d", numbered.sequence()));
        }
        return event;
    }

    private static ProducerRecord<String, byte[]> write(String topic, Numbered numbered, CloudEventBuilder event) {
        return KafkaMessageFactory.<String>createWriter(
                        topic, numbered.record().scope().key())
                .writeBinary(event.build());
    }

    private static Decoded known(CloudEvent event, EventType type, String key) throws InvalidProtocolBufferException {
        if (key == null) {
            throw new IllegalArgumentException("the record has no key; it must be <namespace>/<scope>");
        }
        if (event.getData() == null) {
            throw new IllegalArgumentException("the record has no data");
        }
        Message data = fromJson(new String(event.getData().toBytes(), StandardCharsets.UTF_8), type.prototype());
        Instant time = event.getTime() == null ? Instant.EPOCH : event.getTime().toInstant();
        BusRecord record = new BusRecord(
                event.getId(),
                event.getSource().toString(),
                type,
                Scope.parse(key),
                Optional.ofNullable(event.getSubject()).orElse(""),
                time,
                extension(event, "correlationid"),
                extension(event, "causationid"),
                data);
        String sequence = extension(event, "sequence");
        String recorded = extension(event, "recordedtime");
        return new Decoded.Known(
                record,
                sequence.isEmpty() ? -1 : Long.parseLong(sequence),
                extension(event, "chain"),
                Boolean.parseBoolean(extension(event, "replayed")),
                recorded.isEmpty() ? time : OffsetDateTime.parse(recorded).toInstant());
    }

    private static String extension(CloudEvent event, String name) {
        Object value = event.getExtension(name);
        return value == null ? "" : value.toString();
    }

    private static Optional<String> withIfPresent(String value) {
        return Optional.of(value).filter(v -> !v.isEmpty());
    }
}
