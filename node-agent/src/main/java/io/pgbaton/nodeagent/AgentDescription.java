package io.pgbaton.nodeagent;

import io.pgbaton.nodeagent.config.AddressConfig;
import io.pgbaton.nodeagent.config.ClusterConfig;
import io.pgbaton.nodeagent.config.DatabaseConfig;
import io.pgbaton.nodeagent.config.NodeAgentConfig;
import io.pgbaton.nodeagent.config.ProxyConfig;
import io.pgbaton.proto.v1.AgentRegistration;
import io.pgbaton.proto.v1.AgentStarted;
import io.pgbaton.proto.v1.AgentStopped;
import io.pgbaton.runtime.config.HostPort;
import java.io.UncheckedIOException;
import java.net.DatagramSocket;
import java.net.InetSocketAddress;
import java.net.SocketException;
import java.net.URI;
import java.util.List;
import java.util.stream.Stream;

/** How this agent describes itself, on the bus and in etcd. */
record AgentDescription(NodeAgentConfig config, String instance, String version) {
    private static final int ANY_PORT = 9;

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
                .setUrl("http://"
                        + new HostPort(reachableHost(cluster), config.http().port()))
                .build();
    }

    /** Where others reach this agent: what it listens on, or else the address from which this host reaches etcd. */
    private String reachableHost(ClusterConfig cluster) {
        String host = config.http().host();
        if (!host.equals("0.0.0.0") && !host.equals("::")) {
            return host;
        }
        String etcd = URI.create(config.etcdOf(cluster).endpoints().get(0)).getHost();
        try (DatagramSocket probe = new DatagramSocket()) {
            // Connecting a datagram socket sends nothing; it asks the routing table.
            probe.connect(new InetSocketAddress(etcd, ANY_PORT));
            return probe.getLocalAddress().getHostAddress();
        } catch (SocketException | UncheckedIOException | IllegalArgumentException noRoute) {
            return host;
        }
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
