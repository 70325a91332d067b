package io.pgbaton.runtime.bus;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.kafka.client.consumer.KafkaReadStream;
import java.util.Map;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;

/** Opens a consumer off the event loop, because that resolves names, and hands it over to the caller's context. */
final class Connection {

    private Connection() {}

    static Future<KafkaReadStream<String, byte[]>> open(Vertx vertx, Map<String, Object> settings) {
        return vertx.executeBlocking(() -> consumer(settings), false)
                .map(consumer -> KafkaReadStream.create(vertx, consumer));
    }

    private static KafkaConsumer<String, byte[]> consumer(Map<String, Object> settings) {
        CodecWarmup.run();
        return new KafkaConsumer<>(settings, new StringDeserializer(), new ByteArrayDeserializer());
    }
}
