package io.pgbaton.runtime.etcd;

import io.pgbaton.runtime.config.Check;
import io.pgbaton.runtime.config.ConfigNode;
import io.pgbaton.runtime.config.Secret;
import java.net.URI;
import java.util.List;
import java.util.Optional;

/**
 * How to reach one etcd cluster.
 *
 * @param endpoints client URLs, {@code http://host:port}, one a member: each member is asked and watched on its own
 * @param user etcd user, when authentication is on
 * @param password of that user
 */
public record EtcdSettings(List<String> endpoints, Optional<String> user, Optional<Secret> password) {
    public EtcdSettings {
        endpoints = List.copyOf(endpoints);
        if (endpoints.isEmpty()) {
            throw new IllegalArgumentException("an etcd cluster needs at least one endpoint");
        }
    }

    /** The block {@code etcd:} of every daemon. */
    public static EtcdSettings read(ConfigNode node) {
        List<URI> endpoints = node.httpUrls("endpoints").must(Check.notEmpty()).required();
        Optional<String> user = node.text("user").optional();
        Optional<Secret> password = node.secret("password").optional();
        if (user.isPresent() != password.isPresent()) {
            throw new IllegalArgumentException("user and password of etcd go together, one of them is missing");
        }
        return new EtcdSettings(endpoints.stream().map(URI::toString).toList(), user, password);
    }

    /** Without authentication. */
    public static EtcdSettings of(List<String> endpoints) {
        return new EtcdSettings(endpoints, Optional.empty(), Optional.empty());
    }
}
