package io.pgbaton.runtime.bus;

import io.pgbaton.proto.bus.Topic;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.LongConsumer;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndTimestamp;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;

/**
 * Reads a topic once, up to where it ends now, every record as it is: readable or not. It blocks; for programs that do
 * nothing else meanwhile.
 */
public final class TopicScan implements AutoCloseable {
    private static final Duration POLL = Duration.ofMillis(200);

    private final KafkaConsumer<String, byte[]> consumer;
    private final Duration patience;
    private final Map<TopicPartition, Long> start;
    private final Map<TopicPartition, Long> ends;

    private TopicScan(KafkaConsumer<String, byte[]> consumer, String name, StartAt from, Duration patience) {
        this.consumer = consumer;
        this.patience = patience;
        List<TopicPartition> partitions = partitions(name);
        consumer.assign(partitions);
        ends = consumer.endOffsets(partitions, patience);

        start = from.distance().map(this::offsetsAt).orElseGet(() -> consumer.beginningOffsets(partitions, patience));
        start.forEach(consumer::seek);
    }

    /**
     * @param from not {@link StartAt#END}
     * @param patience for the broker to say anything
     * @throws KafkaException when it says nothing for so long, or there is no such topic
     */
    public static TopicScan open(BusSettings bus, Topic topic, StartAt from, Duration patience) {
        KafkaConsumer<String, byte[]> consumer = new KafkaConsumer<>(
                ClientSettings.consumer(bus, ClientSettings.SHORT_WAIT),
                new StringDeserializer(),
                new ByteArrayDeserializer());
        try {
            return new TopicScan(consumer, bus.name(topic), from, patience);
        } catch (RuntimeException failed) {
            consumer.close();
            throw failed;
        }
    }

    /** Partitions of which this reads the very first record, which retention has not taken. */
    public Set<Integer> fromTheVeryFirst() {
        return start.entrySet().stream()
                .filter(one -> one.getValue() == 0)
                .map(one -> one.getKey().partition())
                .collect(Collectors.toSet());
    }

    /** How many offsets lie before the end. */
    public long size() {
        return ends.keySet().stream()
                .mapToLong(one -> ends.get(one) - start.get(one))
                .sum();
    }

    /**
     * @param progress called now and then with how many offsets are behind
     * @throws KafkaException when nothing comes for longer than the patience
     */
    public void read(Consumer<ConsumerRecord<String, byte[]>> each, LongConsumer progress) {
        long lastHeard = System.nanoTime();
        for (long left = left(); left > 0; left = left()) {
            ConsumerRecords<String, byte[]> batch = consumer.poll(POLL);
            batch.forEach(one -> {
                if (one.offset() < ends.get(new TopicPartition(one.topic(), one.partition()))) {
                    each.accept(one);
                }
            });
            if (left() < left) {
                lastHeard = System.nanoTime();
                progress.accept(size() - left());
            } else if (System.nanoTime() - lastHeard > patience.toNanos()) {
                throw new KafkaException("nothing came for " + patience.toSeconds() + " s");
            }
        }
    }

    @Override
    public void close() {
        consumer.close();
    }

    private long left() {
        return ends.keySet().stream()
                .mapToLong(one -> Math.max(0, ends.get(one) - consumer.position(one, patience)))
                .sum();
    }

    private List<TopicPartition> partitions(String name) {
        List<PartitionInfo> infos = consumer.partitionsFor(name, patience);
        if (infos == null || infos.isEmpty()) {
            throw new KafkaException("there is no topic " + name);
        }
        return new ArrayList<>(infos.stream()
                .map(info -> new TopicPartition(name, info.partition()))
                .toList());
    }

    /** Where nothing was published since, the client answers null. */
    private Map<TopicPartition, Long> offsetsAt(Duration back) {
        long since = Instant.now().minus(back).toEpochMilli();
        Map<TopicPartition, Long> wanted = new HashMap<>();
        ends.keySet().forEach(one -> wanted.put(one, since));
        Map<TopicPartition, Long> offsets = new HashMap<>(ends);
        for (Map.Entry<TopicPartition, OffsetAndTimestamp> found :
                consumer.offsetsForTimes(wanted, patience).entrySet()) {
            if (found.getValue() != null) {
                offsets.put(found.getKey(), found.getValue().offset());
            }
        }
        return offsets;
    }
}
