package io.pgbaton.nodeagent.config;

import io.pgbaton.runtime.bus.BusSettings;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/**
 * The whole of node-agent.yaml.
 *
 * @param observeOnly mode: observe (R11)
 * @param lifetime of addresses, 3 s to 60 s (R1b)
 * @param autonomyAfter how long a writable leader waits for a command (R7)
 */
public record NodeAgentConfig(
        String node,
        boolean observeOnly,
        Duration lifetime,
        Duration autonomyAfter,
        String httpHost,
        int httpPort,
        Path stateDir,
        BusSettings bus,
        List<ClusterConfig> clusters) {
    public NodeAgentConfig {
        clusters = List.copyOf(clusters);
    }
}
