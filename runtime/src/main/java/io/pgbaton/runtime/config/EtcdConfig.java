package io.pgbaton.runtime.config;

import io.pgbaton.runtime.etcd.EtcdSettings;
import java.net.URI;
import java.util.List;

/** The block {@code etcd:} of every daemon. */
public final class EtcdConfig {
    private EtcdConfig() {}

    public static EtcdSettings read(ConfigNode node) {
        List<URI> endpoints = node.httpUrls("endpoints").must(Check.notEmpty()).required();
        return new EtcdSettings(
                endpoints.stream().map(URI::toString).toList(),
                node.text("user").optional(),
                node.secret("password").optional());
    }
}
