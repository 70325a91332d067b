package io.pgbaton.runtime.bus;

import io.pgbaton.proto.bus.Topic;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.kafka.client.producer.KafkaWriteStream;
import java.time.Duration;
import java.util.stream.Stream;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;

/** Opens a producer that is ready to send: {@code send} on it waits for no metadata, so no record overtakes another. */
final class ProducerLink {
    private final Vertx vertx;
    private final BusSettings bus;

    ProducerLink(Vertx vertx, BusSettings bus) {
        this.vertx = vertx;
        this.bus = bus;
    }

    /** One attempt; fails when a broker name does not resolve, no broker answers or a topic is not there yet. */
    Future<KafkaWriteStream<String, byte[]>> open() {
        return vertx.executeBlocking(this::create, false).compose(this::prepare);
    }

    /**
     * At once, because a record that follows a failed one must not be sent any more. Sends of this stream that were not
     * acknowledged have failed when this completes. Never fails.
     */
    Future<Void> close(KafkaWriteStream<String, byte[]> stream) {
        return vertx.<Void>executeBlocking(
                        () -> {
                            stream.unwrap().close(Duration.ZERO);
                            return null;
                        },
                        false)
                .otherwiseEmpty();
    }

    private KafkaProducer<String, byte[]> create() {
        CodecWarmup.run();
        return new KafkaProducer<>(ClientSettings.producer(bus), new StringSerializer(), new ByteArraySerializer());
    }

    private Future<KafkaWriteStream<String, byte[]>> prepare(KafkaProducer<String, byte[]> producer) {
        KafkaWriteStream<String, byte[]> stream = KafkaWriteStream.create(vertx, producer);
        // Every failure comes with the future of its send as well; without a handler Vert.x would log each one twice.
        stream.exceptionHandler(cause -> {});
        Future<?> known = Future.succeededFuture();
        for (String name : Stream.of(Topic.values()).map(bus::name).toList()) {
            known = known.compose(before -> stream.partitionsFor(name));
        }
        return known.map(stream).recover(cause -> close(stream).compose(closed -> Future.failedFuture(cause)));
    }
}
