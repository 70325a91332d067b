package io.pgbaton.runtime.bus;

import io.pgbaton.proto.bus.Topic;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Where the bus is.
 *
 * @param bootstrap {@code host:port} of one broker at least
 * @param topicPrefix before every topic name; {@link Topic#DEFAULT_PREFIX} unless the setting says otherwise
 * @param client extra settings of the Kafka clients, as for TLS; those that our guarantees stand on cannot be overruled
 */
public record BusSettings(List<String> bootstrap, String topicPrefix, Map<String, String> client) {

    public BusSettings {
        if (bootstrap.isEmpty()) {
            throw new IllegalArgumentException("bus.bootstrap names no broker; give host:port of one at least");
        }
        bootstrap = List.copyOf(bootstrap);
        client = Map.copyOf(client);
    }

    /** A bus with the default prefix and no extra settings. */
    public static BusSettings of(String... bootstrap) {
        return new BusSettings(List.of(bootstrap), Topic.DEFAULT_PREFIX, Map.of());
    }

    String name(Topic topic) {
        return topic.name(topicPrefix);
    }

    Topic topic(String name) {
        return Stream.of(Topic.values())
                .filter(topic -> name(topic).equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(name + " is none of our topics"));
    }

    /** Names of the extra settings only: {@code sasl.jaas.config} carries a password (R12). */
    @Override
    public String toString() {
        return "BusSettings[bootstrap=" + bootstrap + ", topicPrefix=" + topicPrefix + ", client=" + client.keySet()
                + "]";
    }
}
