package io.pgbaton.cli.config;

import io.pgbaton.proto.Scope;
import io.pgbaton.runtime.bus.BusSettings;
import io.pgbaton.runtime.config.BusConfig;
import io.pgbaton.runtime.config.ConfigNode;
import io.pgbaton.runtime.config.EtcdConfig;
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
                node.block("etcd", EtcdConfig::read).optional(),
                node.httpUrls("coordinators").orElse(List.of()),
                node.texts("scopes")
                        .as("a list of <namespace>/<scope>, as in service/demo", List.<Scope>of(), CliConfig::scopes)
                        .orElse(List.of()));
    }

    private static List<Scope> scopes(List<String> texts) {
        return texts.stream().map(Scope::parse).toList();
    }
}
