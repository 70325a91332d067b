package io.pgbaton.runtime.bus;

import io.vertx.core.Future;
import io.vertx.kafka.client.consumer.KafkaReadStream;
import java.util.Map;
import org.apache.kafka.common.TopicPartition;

/** What a reader reads: a share of all scopes in a group, or partitions of its own choice. */
interface Subscription {

    Map<String, Object> settings();

    /**
     * Points a new stream, which has no handler yet and so reads nothing, at its records.
     *
     * @return where each partition ends now, exclusive; without those of which a reader with an end wants nothing
     */
    Future<Map<TopicPartition, Long>> begin(KafkaReadStream<String, byte[]> stream);
}
