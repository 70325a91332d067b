package io.pgbaton.runtime.bus;

import io.pgbaton.proto.Scope;
import io.pgbaton.proto.bus.Topic;
import java.nio.charset.StandardCharsets;
import org.apache.kafka.clients.producer.internals.BuiltInPartitioner;
import org.apache.kafka.common.TopicPartition;

/** One partition of one topic. */
public record TopicSlice(Topic topic, int partition) {

    /** Where the records of this scope are: the producer's own rule, murmur2 of the key. */
    public static TopicSlice of(Topic topic, Scope scope) {
        return new TopicSlice(topic, partitionOf(scope));
    }

    /** The same in every topic, because all have {@link Topic#PARTITIONS}. */
    public static int partitionOf(Scope scope) {
        return BuiltInPartitioner.partitionForKey(scope.key().getBytes(StandardCharsets.UTF_8), Topic.PARTITIONS);
    }

    TopicPartition in(BusSettings bus) {
        return new TopicPartition(bus.name(topic), partition);
    }
}
