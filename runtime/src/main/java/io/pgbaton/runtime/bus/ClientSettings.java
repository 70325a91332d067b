package io.pgbaton.runtime.bus;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.clients.CommonClientConfigs;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.RangeAssignor;
import org.apache.kafka.clients.producer.ProducerConfig;

/** The settings of the Kafka clients, each with its reason. They are put over the user's: our guarantees need them. */
final class ClientSettings {
    /** What may be in the producer at once; the rest waits in the journal. See {@link #producer}. */
    static final int BUFFER_BYTES = 2 * 1024 * 1024;

    /** How long {@code send} and a metadata look-up may hold their worker thread. */
    private static final Duration MAX_BLOCK = Duration.ofSeconds(1);

    /** A broker that does not answer within this is tried again elsewhere or anew. */
    private static final Duration REQUEST_TIMEOUT = Duration.ofSeconds(5);

    /** Two of an agent's seconds of silence; the smallest value that brokers accept by default (DESIGN 5). */
    private static final Duration SESSION_TIMEOUT = Duration.ofSeconds(6);

    /** For readers that are closed or moved while someone waits. */
    static final Duration SHORT_WAIT = Duration.ofMillis(500);

    /** For readers that live as long as their daemon, which is to be idle when nothing happens. */
    static final Duration LONG_WAIT = Duration.ofSeconds(2);

    private ClientSettings() {}

    static Map<String, Object> producer(BusSettings bus) {
        Map<String, Object> settings = common(bus);
        settings.put(ProducerConfig.ACKS_CONFIG, "all");
        settings.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, true);
        settings.put(ProducerConfig.LINGER_MS_CONFIG, 0);
        // With more than one, order is not certain: a new producer's second batch may be taken where its first was
        // refused for
        // a moment, as by a partition that is just being created. The first is then out of sequence for ever.
        settings.put(ProducerConfig.MAX_IN_FLIGHT_REQUESTS_PER_CONNECTION, 1);
        settings.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, MAX_BLOCK.toMillis());
        settings.put(ProducerConfig.BUFFER_MEMORY_CONFIG, (long) BUFFER_BYTES);
        settings.put(ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, (int) REQUEST_TIMEOUT.toMillis());
        // The producer keeps trying, in order and without doubles, for as long as the broker is away. Giving one record
        // up
        // after the default of two minutes would let the next one overtake it.
        settings.put(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, Integer.MAX_VALUE);
        // The default forgets a topic that was quiet for five minutes; the next send would then wait for the broker.
        settings.put(
                ProducerConfig.METADATA_MAX_IDLE_CONFIG, Duration.ofDays(365).toMillis());
        return settings;
    }

    /**
     * For reading chosen partitions: no group, nothing committed.
     *
     * @param fetchWait how often an idle reader asks. The broker answers as soon as there is one byte; but closing, and a
     *     new position, wait for the answer to the question before
     */
    static Map<String, Object> consumer(BusSettings bus, Duration fetchWait) {
        Map<String, Object> settings = common(bus);
        settings.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        settings.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false);
        settings.put(ConsumerConfig.FETCH_MIN_BYTES_CONFIG, 1);
        settings.put(ConsumerConfig.FETCH_MAX_WAIT_MS_CONFIG, (int) fetchWait.toMillis());
        // An agent lives in a heap of 48 MiB; the client's default would fetch 50 MiB at once.
        settings.put(ConsumerConfig.FETCH_MAX_BYTES_CONFIG, 4 * 1024 * 1024);
        settings.put(ConsumerConfig.MAX_PARTITION_FETCH_BYTES_CONFIG, 1024 * 1024);
        settings.put(ConsumerConfig.REQUEST_TIMEOUT_MS_CONFIG, (int)
                REQUEST_TIMEOUT.multipliedBy(2).toMillis());
        settings.put(ConsumerConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, (int) REQUEST_TIMEOUT.toMillis());
        // A group looks for topics created after it; the default would find them five minutes later.
        settings.put(ConsumerConfig.METADATA_MAX_AGE_CONFIG, 30_000L);
        // A position that retention has passed: go on with the oldest record that is left.
        settings.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
        return settings;
    }

    /** For a share of all scopes. */
    static Map<String, Object> groupConsumer(BusSettings bus, String groupId, StartAt whenNew) {
        Map<String, Object> settings = consumer(bus, SHORT_WAIT);
        settings.put(ConsumerConfig.GROUP_ID_CONFIG, groupId);
        // Of all topics a member gets the same partitions, so that a scope is in one hand.
        settings.put(ConsumerConfig.PARTITION_ASSIGNMENT_STRATEGY_CONFIG, RangeAssignor.class.getName());
        settings.put(ConsumerConfig.SESSION_TIMEOUT_MS_CONFIG, (int) SESSION_TIMEOUT.toMillis());
        settings.put(ConsumerConfig.HEARTBEAT_INTERVAL_MS_CONFIG, (int)
                SESSION_TIMEOUT.dividedBy(3).toMillis());
        settings.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, whenNew.resetPolicy());
        return settings;
    }

    static Map<String, Object> admin(BusSettings bus) {
        Map<String, Object> settings = common(bus);
        settings.put(AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG, (int) REQUEST_TIMEOUT.toMillis());
        settings.put(AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, (int)
                REQUEST_TIMEOUT.multipliedBy(2).toMillis());
        return settings;
    }

    private static Map<String, Object> common(BusSettings bus) {
        Map<String, Object> settings = new HashMap<>(bus.client());
        settings.put(CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG, bus.bootstrap());
        // The default, "rebootstrap", forgets all topics when the last broker is gone: every send blocks from then on.
        settings.put(CommonClientConfigs.METADATA_RECOVERY_STRATEGY_CONFIG, "none");
        settings.put(CommonClientConfigs.RECONNECT_BACKOFF_MAX_MS_CONFIG, 500L);
        settings.put(CommonClientConfigs.RETRY_BACKOFF_MAX_MS_CONFIG, 500L);
        settings.put(CommonClientConfigs.SOCKET_CONNECTION_SETUP_TIMEOUT_MS_CONFIG, 2000L);
        settings.put(CommonClientConfigs.SOCKET_CONNECTION_SETUP_TIMEOUT_MAX_MS_CONFIG, 4000L);
        settings.put(CommonClientConfigs.ENABLE_METRICS_PUSH_CONFIG, false);
        return settings;
    }
}
