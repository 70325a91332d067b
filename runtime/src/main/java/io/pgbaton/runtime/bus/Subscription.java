package io.pgbaton.runtime.bus;

import io.vertx.core.Future;
import io.vertx.kafka.client.consumer.KafkaReadStream;
import java.util.Map;
import org.apache.kafka.common.TopicPartition;

/** What a reader reads: a share of all scopes in a group, or partitions of its own choice. */
interface Subscription {

    Map<String, Object> settings(BusSettings bus);

    /**
     * Points a new stream, which has no handler yet and so reads nothing, at its records.
     *
     * @return where each partition ends for this reader, exclusive; empty when it reads for ever
     */
    Future<Map<TopicPartition, Long>> begin(KafkaReadStream<String, byte[]> stream);
}
