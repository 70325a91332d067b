package io.pgbaton.runtime.bus;

import io.vertx.core.Future;
import io.vertx.kafka.client.consumer.KafkaReadStream;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.OffsetAndTimestamp;
import org.apache.kafka.common.TopicPartition;

/** Chosen partitions, from a point that is fixed when {@code begin} completes: what comes later is not missed. */
record AssignedSubscription(
        BusSettings bus, Set<TopicPartition> partitions, StartAt start, boolean follow, Duration fetchWait)
        implements Subscription {

    @Override
    public Map<String, Object> settings() {
        return ClientSettings.consumer(bus, fetchWait);
    }

    @Override
    public Future<Map<TopicPartition, Long>> begin(KafkaReadStream<String, byte[]> stream) {
        return stream.assign(partitions)
                .compose(assigned -> stream.endOffsets(partitions))
                .compose(ends -> firstOffsets(stream, ends)
                        .compose(first -> seek(stream, first).map(sought -> follow ? ends : unread(first, ends))));
    }

    private Future<Map<TopicPartition, Long>> firstOffsets(
            KafkaReadStream<String, byte[]> stream, Map<TopicPartition, Long> ends) {
        if (start.equals(StartAt.BEGINNING)) {
            return stream.beginningOffsets(partitions);
        }
        if (!start.places().isEmpty()) {
            return stream.beginningOffsets(partitions).map(oldest -> placesOr(oldest, ends));
        }
        return start.distance()
                .map(back -> stream.offsetsForTimes(at(Instant.now().minus(back).toEpochMilli()))
                        .map(found -> foundOr(ends, found)))
                .orElseGet(() -> Future.succeededFuture(ends));
    }

    private Map<TopicPartition, Long> placesOr(Map<TopicPartition, Long> oldest, Map<TopicPartition, Long> ends) {
        Map<TopicPartition, Long> first = new HashMap<>(ends);
        start.places()
                .forEach((slice, next) -> first.computeIfPresent(
                        slice.in(bus),
                        (partition, end) -> next > end ? end : Math.max(next, oldest.getOrDefault(partition, 0L))));
        return first;
    }

    private Map<TopicPartition, Long> at(long epochMillis) {
        return partitions.stream().collect(Collectors.toMap(Function.identity(), partition -> epochMillis));
    }

    /** Where nothing was published since, the client answers null. */
    private static Map<TopicPartition, Long> foundOr(
            Map<TopicPartition, Long> ends, Map<TopicPartition, OffsetAndTimestamp> found) {
        Map<TopicPartition, Long> first = new HashMap<>(ends);
        found.forEach((partition, offset) -> {
            if (offset != null) {
                first.put(partition, offset.offset());
            }
        });
        return first;
    }

    private static Future<Void> seek(KafkaReadStream<String, byte[]> stream, Map<TopicPartition, Long> offsets) {
        Future<Void> sought = Future.succeededFuture();
        for (Map.Entry<TopicPartition, Long> one : offsets.entrySet()) {
            sought = sought.compose(before -> stream.seek(one.getKey(), (long) one.getValue()));
        }
        return sought;
    }

    private static Map<TopicPartition, Long> unread(Map<TopicPartition, Long> first, Map<TopicPartition, Long> ends) {
        return ends.entrySet().stream()
                .filter(end -> first.get(end.getKey()) < end.getValue())
                .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
    }
}
