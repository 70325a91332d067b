package io.pgbaton.cli.config;

import io.pgbaton.proto.Scope;
import io.pgbaton.runtime.bus.BusSettings;
import io.pgbaton.runtime.config.BusConfig;
import io.pgbaton.runtime.config.ConfigNode;
import io.pgbaton.runtime.etcd.EtcdSettings;
import java.net.URI;
import java.util.List;
import java.util.Optional;

/**
 * What the CLI has to know. Each part may be missing; a command that needs it says so.
 *
 * @param coordinators their URLs, for {@code urls} alone: reading needs none
 * @param scopes those that are shown when none is asked for
 */
public record CliConfig(
        Optional<BusSettings> bus, Optional<EtcdSettings> etcd, List<URI> coordinators, List<Scope> scopes) {

    public static CliConfig read(ConfigNode node) {
        return new CliConfig(
                node.block("bus", BusConfig::read).optional(),
                node.block("etcd", CliConfig::etcd).optional(),
                node.httpUrls("coordinators").orElse(List.of()),
                node.texts("scopes").orElse(List.of()).stream()
                        .map(Scope::parse)
                        .toList());
    }

    private static EtcdSettings etcd(ConfigNode node) {
        List<String> endpoints = node.httpUrls("endpoints").required().stream()
                .map(URI::toString)
                .toList();
        return new EtcdSettings(
                endpoints, node.text("user").optional(), node.secret("password").optional());
    }
}
