package io.pgbaton.nodeagent.config;

import io.pgbaton.proto.Scope;
import io.pgbaton.runtime.config.Secret;
import io.pgbaton.runtime.etcd.EtcdSettings;
import java.util.List;
import java.util.Optional;

/**
 * One scope that this agent serves.
 *
 * @param database the member beside this agent; empty on a pure HAProxy host
 */
public record ClusterConfig(
        Scope scope,
        EtcdSettings etcd,
        Optional<Database> database,
        List<AddressConfig> addresses,
        List<ProxyConfig> proxies) {
    public ClusterConfig {
        addresses = List.copyOf(addresses);
        proxies = List.copyOf(proxies);
    }

    /**
     * The database beside this agent.
     *
     * @param member its Patroni name
     * @param patroni URL of its REST interface
     */
    public record Database(String member, String patroni, String url, String user, Optional<Secret> password) {}
}
