package io.pgbaton.lab.bus;

import io.pgbaton.lab.Layout;
import io.pgbaton.proto.bus.BusRecord;
import io.pgbaton.proto.bus.CloudEventCodec;
import io.pgbaton.proto.bus.Decoded;
import io.pgbaton.proto.bus.EventType;
import io.pgbaton.proto.bus.Topic;
import io.pgbaton.runtime.bus.TopicSlice;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;

/** What is on a topic for one scope now, read as any consumer outside would, with nothing of the product but its codec. */
public final class TopicReader {
    private static final Duration BOUND = Duration.ofSeconds(10);

    private TopicReader() {}

    /** The public events of a scope. */
    public static List<BusRecord> events(Layout layout, io.pgbaton.lab.cluster.Scope scope) {
        return of(layout, Topic.EVENTS, scope);
    }

    public static List<BusRecord> of(Layout layout, Topic topic, io.pgbaton.lab.cluster.Scope scope) {
        io.pgbaton.proto.Scope wanted = io.pgbaton.proto.Scope.parse(scope.path());
        TopicPartition partition = new TopicPartition(topic.name(Topic.DEFAULT_PREFIX), TopicSlice.partitionOf(wanted));
        List<BusRecord> read = new ArrayList<>();
        try (KafkaConsumer<String, byte[]> consumer = new KafkaConsumer<>(
                Map.of("bootstrap.servers", layout.kafka(), "auto.offset.reset", "earliest"),
                new StringDeserializer(),
                new ByteArrayDeserializer())) {
            consumer.assign(List.of(partition));
            consumer.seekToBeginning(List.of(partition));
            long end = consumer.endOffsets(List.of(partition), BOUND).get(partition);
            while (consumer.position(partition, BOUND) < end) {
                for (ConsumerRecord<String, byte[]> record : consumer.poll(Duration.ofMillis(200))) {
                    if (CloudEventCodec.decode(record) instanceof Decoded.Known known
                            && known.record().scope().equals(wanted)) {
                        read.add(known.record());
                    }
                }
            }
        }
        return read;
    }

    public static List<EventType> types(List<BusRecord> records) {
        return records.stream().map(BusRecord::type).toList();
    }
}
