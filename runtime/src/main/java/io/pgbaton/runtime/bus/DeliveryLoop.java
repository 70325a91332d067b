package io.pgbaton.runtime.bus;

import io.pgbaton.proto.bus.CloudEventCodec;
import io.pgbaton.proto.bus.Decoded;
import io.pgbaton.proto.bus.Topic;
import io.vertx.core.Context;
import io.vertx.kafka.client.consumer.KafkaReadStream;
import java.time.Instant;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.common.TopicPartition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings one fetched batch after the other to the handler, some records a turn of the event loop. The stream is paused
 * while a batch is in hand, so there is never more than one in memory. On the reader's context only.
 */
final class DeliveryLoop {
    /** Records delivered before the event loop gets its turn. */
    private static final int PER_TURN = 32;

    private static final Logger LOG = LoggerFactory.getLogger(BusReader.class);

    private final Context context;
    private final BusSettings bus;
    private final BusMetrics metrics;
    private final ReaderHandlers handlers;
    private final KafkaReadStream<String, byte[]> stream;
    private final Inbox inbox;
    private boolean paused;
    private boolean stopped;
    private boolean turnScheduled;

    DeliveryLoop(
            BusSettings bus,
            BusMetrics metrics,
            ReaderHandlers handlers,
            KafkaReadStream<String, byte[]> stream,
            Context context,
            Inbox inbox) {
        this.bus = bus;
        this.metrics = metrics;
        this.handlers = handlers;
        this.stream = stream;
        this.context = context;
        this.inbox = inbox;
    }

    Inbox inbox() {
        return inbox;
    }

    void received(ConsumerRecords<String, byte[]> batch) {
        stream.pause();
        inbox.add(batch);
        go();
    }

    void pause(boolean wanted) {
        paused = wanted;
        go();
    }

    void stop() {
        stopped = true;
    }

    void seekStarted(TopicPartition partition) {
        inbox.seekStarted(partition);
        go();
    }

    /** Delivers what is there and asks for more, unless it is paused. Harmless at any time. */
    void go() {
        for (int i = 0; i < PER_TURN && !paused && !stopped; i++) {
            Optional<ConsumerRecord<String, byte[]>> next = inbox.next();
            if (next.isEmpty()) {
                break;
            }
            deliver(next.get());
        }
        if (!paused && !stopped) {
            whatNow();
        }
    }

    private void whatNow() {
        if (inbox.isDone()) {
            handlers.end();
        } else if (inbox.isEmpty()) {
            stream.resume();
        } else if (!turnScheduled) {
            turnScheduled = true;
            context.runOnContext(turn -> {
                turnScheduled = false;
                go();
            });
        }
    }

    private void deliver(ConsumerRecord<String, byte[]> one) {
        Topic topic = bus.topic(one.topic());
        try {
            Decoded decoded = CloudEventCodec.decode(one);
            if (decoded instanceof Decoded.Known known) {
                Instant published = Instant.ofEpochMilli(one.timestamp());
                handlers.delivery.handle(new Delivery(known, topic, one.partition(), one.offset(), published));
            } else if (decoded instanceof Decoded.Poison poison) {
                skip(new Poison(topic, one.partition(), one.offset(), poison.cause()));
            }
        } catch (RuntimeException e) {
            // One record that our own code chokes on must not end the reader for all that come after it.
            LOG.error(
                    "A record could not be handled; going on with the next. topic={} partition={} offset={}",
                    one.topic(),
                    one.partition(),
                    one.offset(),
                    e);
            handlers.fault.handle(e);
        }
    }

    private void skip(Poison poison) {
        metrics.poison(poison.topic());
        LOG.error(
                "A record cannot be read and is skipped. topic={} partition={} offset={} cause={}",
                bus.name(poison.topic()),
                poison.partition(),
                poison.offset(),
                poison.cause());
        handlers.poison.handle(poison);
    }
}
