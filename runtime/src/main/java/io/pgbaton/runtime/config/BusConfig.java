package io.pgbaton.runtime.config;

import io.pgbaton.proto.bus.Topic;
import io.pgbaton.runtime.bus.BusSettings;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The block {@code bus:} of every daemon. */
public final class BusConfig {
    private BusConfig() {}

    public static BusSettings read(ConfigNode node) {
        List<HostPort> brokers =
                node.hostPorts("bootstrap").must(Check.notEmpty()).required();
        String prefix = node.text("topicPrefix")
                .must(Check.matching("[a-zA-Z0-9._-]{1,60}", "at most 60 letters, digits, dots, dashes"))
                .orElse(Topic.DEFAULT_PREFIX);
        Map<String, String> client = new LinkedHashMap<>();
        node.secrets("client").forEach((key, value) -> client.put(key, value.reveal()));
        return new BusSettings(brokers.stream().map(HostPort::toString).toList(), prefix, client);
    }
}
