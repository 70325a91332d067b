package io.pgbaton.nodeagent.config;

import io.pgbaton.proto.Scope;
import io.pgbaton.runtime.config.ConfigNode;
import io.pgbaton.runtime.config.EtcdConfig;
import io.pgbaton.runtime.etcd.EtcdSettings;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * One scope that this agent serves.
 *
 * @param etcd where it lives, when that is not the etcd of the file's top level
 * @param database the member beside this agent; empty on a pure HAProxy host
 */
public record ClusterConfig(
        Scope scope,
        Optional<EtcdSettings> etcd,
        Optional<DatabaseConfig> database,
        List<AddressConfig> addresses,
        List<ProxyConfig> proxies) {
    private static final Scope STAND_IN = new Scope("namespace", "scope");

    /** @throws IllegalArgumentException when two directors have one name, or there are addresses without a database */
    public ClusterConfig {
        addresses = List.copyOf(addresses);
        proxies = List.copyOf(proxies);
        refuseSameNames(scope, addresses, proxies);
        if (database.isEmpty() && !addresses.isEmpty()) {
            throw new IllegalArgumentException(scope
                    + " has addresses but no `member`: an address follows the database beside this agent; name its member,"
                    + " its `patroni` and its `postgres`");
        }
    }

    static ClusterConfig read(ConfigNode node, Host host) {
        return new ClusterConfig(
                node.text("scope")
                        .as("<namespace>/<scope>, as in service/demo", STAND_IN, Scope::parse)
                        .required(),
                node.block("etcd", EtcdConfig::read).optional(),
                DatabaseConfig.read(node),
                node.list("addresses", address -> AddressConfig.read(address, host))
                        .orElse(List.of()),
                node.list("proxies", ProxyConfig::read).orElse(List.of()));
    }

    private static void refuseSameNames(Scope scope, List<AddressConfig> addresses, List<ProxyConfig> proxies) {
        Set<String> names = new HashSet<>();
        Stream.concat(
                        addresses.stream().map(AddressConfig::name),
                        proxies.stream().map(ProxyConfig::name))
                .filter(name -> !names.add(name))
                .findFirst()
                .ifPresent(name -> {
                    throw new IllegalArgumentException(
                            "two directors of " + scope + " are called " + name + "; each needs a name of its own");
                });
    }
}
