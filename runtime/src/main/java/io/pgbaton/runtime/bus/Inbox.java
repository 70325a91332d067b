package io.pgbaton.runtime.bus;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;

/**
 * Records that were fetched and not yet delivered: one batch of the client at most, because no other is fetched before
 * it is empty. Knows which of them a seek has made stale, and when the last wanted one is out. Not thread-safe.
 */
final class Inbox {
    private final Deque<ConsumerRecord<String, byte[]>> records = new ArrayDeque<>();
    private final Map<TopicPartition, Integer> seeking = new HashMap<>();
    private final Map<TopicPartition, Long> ends = new HashMap<>();
    private final boolean bounded;

    /** @param ends offset, exclusive, at which each partition is done; others are not delivered. Empty with bounded: none */
    Inbox(Map<TopicPartition, Long> ends, boolean bounded) {
        this.ends.putAll(ends);
        this.bounded = bounded;
    }

    void add(Iterable<ConsumerRecord<String, byte[]>> batch) {
        for (ConsumerRecord<String, byte[]> one : batch) {
            // A fetch that was under way when seek was called still brings records of the old position.
            if (!seeking.containsKey(partition(one))) {
                records.add(one);
            }
        }
    }

    /** Empty when nothing is left to deliver. */
    Optional<ConsumerRecord<String, byte[]>> next() {
        ConsumerRecord<String, byte[]> one = records.poll();
        while (one != null && bounded && !wanted(one)) {
            one = records.poll();
        }
        return Optional.ofNullable(one);
    }

    boolean isEmpty() {
        return records.isEmpty();
    }

    /** Whether all that was wanted is out; never for a reader without an end. */
    boolean isDone() {
        return bounded && ends.isEmpty();
    }

    void seekStarted(TopicPartition partition) {
        seeking.merge(partition, 1, Integer::sum);
        forget(Set.of(partition));
    }

    void seekEnded(TopicPartition partition) {
        seeking.computeIfPresent(partition, (key, open) -> open == 1 ? null : open - 1);
    }

    /** They belong to another member now. */
    void forget(Set<TopicPartition> partitions) {
        records.removeIf(one -> partitions.contains(partition(one)));
    }

    private boolean wanted(ConsumerRecord<String, byte[]> one) {
        Long end = ends.get(partition(one));
        if (end != null && one.offset() >= end - 1) {
            ends.remove(partition(one));
        }
        return end != null && one.offset() < end;
    }

    private static TopicPartition partition(ConsumerRecord<?, ?> one) {
        return new TopicPartition(one.topic(), one.partition());
    }
}
