package io.pgbaton.runtime.bus;

import io.vertx.core.Future;
import io.vertx.kafka.client.consumer.KafkaReadStream;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.common.TopicPartition;

/** A share of all scopes, which the members of a group divide among themselves. */
record GroupSubscription(BusSettings bus, String groupId, Set<String> topics, StartAt whenNew) implements Subscription {

    @Override
    public Map<String, Object> settings() {
        return ClientSettings.groupConsumer(bus, groupId, whenNew);
    }

    @Override
    public Future<Map<TopicPartition, Long>> begin(KafkaReadStream<String, byte[]> stream) {
        return stream.subscribe(topics).map(Map.of());
    }
}
