package io.pgbaton.nodeagent.config;

import io.pgbaton.runtime.bus.BusSettings;
import io.pgbaton.runtime.config.BusConfig;
import io.pgbaton.runtime.config.Check;
import io.pgbaton.runtime.config.ConfigNode;
import io.pgbaton.runtime.config.EtcdConfig;
import io.pgbaton.runtime.config.HostPort;
import io.pgbaton.runtime.etcd.EtcdSettings;
import io.pgbaton.runtime.journal.JournalConfig;
import io.pgbaton.runtime.journal.JournalSettings;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/**
 * The whole of node-agent.yaml.
 *
 * @param mode act, or observe: say what would be done and do nothing (R11)
 * @param lifetime of addresses, 3 s to 60 s (R1b)
 * @param autonomyAfter how long a writable leader waits for a command (R7)
 * @param stateDir the highest etcd revision seen is kept here
 * @param etcd where the scopes live that do not say otherwise
 */
public record NodeAgentConfig(
        String node,
        Mode mode,
        Duration lifetime,
        Duration autonomyAfter,
        HostPort http,
        Path stateDir,
        JournalSettings journal,
        BusSettings bus,
        EtcdSettings etcd,
        List<ClusterConfig> clusters) {

    /** What the agent does with what it decides. */
    public enum Mode {
        ACT,
        OBSERVE
    }

    /** Patroni's own patience with etcd, {@code retry_timeout}. */
    private static final Duration DEFAULT_LIFETIME = Duration.ofSeconds(10);

    private static final Duration DEFAULT_AUTONOMY = Duration.ofMillis(200);
    private static final HostPort DEFAULT_HTTP = new HostPort("0.0.0.0", 7480);
    private static final Path DEFAULT_STATE = Path.of("/var/lib/pgbaton");

    public NodeAgentConfig {
        clusters = List.copyOf(clusters);
    }

    /** @param host whose interfaces and addresses the file must fit */
    public static NodeAgentConfig read(ConfigNode node, Host host) {
        return new NodeAgentConfig(
                node.text("node").must(AddressConfig.NAME).required(),
                node.oneOf("mode", Mode.class).orElse(Mode.ACT),
                node.duration("lifetime")
                        .must(Check.between(Duration.ofSeconds(3), Duration.ofSeconds(60)))
                        .orElse(DEFAULT_LIFETIME),
                node.duration("autonomyAfter")
                        .must(Check.between(Duration.ZERO, Duration.ofSeconds(10)))
                        .orElse(DEFAULT_AUTONOMY),
                node.hostPort("http").orElse(DEFAULT_HTTP),
                node.path("stateDir").orElse(DEFAULT_STATE),
                JournalConfig.read(node, "node-agent"),
                node.block("bus", BusConfig::read).required(),
                node.block("etcd", EtcdConfig::read).required(),
                node.list("clusters", cluster -> ClusterConfig.read(cluster, host))
                        .must(Check.notEmpty())
                        .required());
    }

    public boolean observeOnly() {
        return mode == Mode.OBSERVE;
    }

    public EtcdSettings etcdOf(ClusterConfig cluster) {
        return cluster.etcd().orElse(etcd);
    }
}
