package io.pgbaton.runtime.etcd;

import io.pgbaton.runtime.secret.Secret;
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
        if (user.isPresent() != password.isPresent()) {
            throw new IllegalArgumentException("user and password of etcd go together, one of them is missing");
        }
    }

    /** Without authentication. */
    public static EtcdSettings of(List<String> endpoints) {
        return new EtcdSettings(endpoints, Optional.empty(), Optional.empty());
    }
}
