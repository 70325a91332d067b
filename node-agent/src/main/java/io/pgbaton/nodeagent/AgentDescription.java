package io.pgbaton.nodeagent;

import io.pgbaton.nodeagent.config.AddressConfig;
import io.pgbaton.nodeagent.config.ClusterConfig;
import io.pgbaton.nodeagent.config.DatabaseConfig;
import io.pgbaton.nodeagent.config.NodeAgentConfig;
import io.pgbaton.nodeagent.config.ProxyConfig;
import io.pgbaton.proto.v1.AgentRegistration;
import io.pgbaton.proto.v1.AgentStarted;
import io.pgbaton.proto.v1.AgentStopped;
import io.pgbaton.runtime.http.Reachable;
import java.util.List;
import java.util.stream.Stream;

/** How this agent describes itself, on the bus and in etcd. */
record AgentDescription(NodeAgentConfig config, String instance, String version) {
    AgentStarted started(ClusterConfig cluster) {
        return AgentStarted.newBuilder()
                .setNode(config.node())
                .setInstance(instance)
                .setVersion(version)
                .setMode(mode())
                .setMember(member(cluster))
                .addAllDirectors(Stream.concat(addresses(cluster).stream(), proxies(cluster).stream())
                        .toList())
                .build();
    }

    AgentStopped stopped(String reason) {
        return AgentStopped.newBuilder()
                .setNode(config.node())
                .setInstance(instance)
                .setReason(reason)
                .build();
    }

    AgentRegistration registration(ClusterConfig cluster) {
        return AgentRegistration.newBuilder()
                .setNode(config.node())
                .setInstance(instance)
                .setMember(member(cluster))
                .addAllAddresses(addresses(cluster))
                .addAllProxies(proxies(cluster))
                .setMode(mode())
                .setVersion(version)
                .setUrl("http://" + Reachable.from(config.http(), config.etcdOf(cluster)))
                .build();
    }

    private static String member(ClusterConfig cluster) {
        return cluster.database().map(DatabaseConfig::member).orElse("");
    }

    private static List<String> addresses(ClusterConfig cluster) {
        return cluster.addresses().stream().map(AddressConfig::name).toList();
    }

    private static List<String> proxies(ClusterConfig cluster) {
        return cluster.proxies().stream().map(ProxyConfig::name).toList();
    }

    private String mode() {
        return config.observeOnly() ? "observe" : "act";
    }
}
