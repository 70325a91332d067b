package io.pgbaton.nodeagent.config;

import io.pgbaton.runtime.config.ByteSize;
import io.pgbaton.runtime.config.ConfigNode;
import java.nio.file.Path;
import java.util.Optional;

/**
 * A HAProxy this agent drives.
 *
 * @param name unique within the scope on this node
 * @param primary backend for writes
 * @param replicas backend for reads, when there is one
 * @param maxLag bytes a replica may be behind and still get reads
 * @param masterSocket reaches old workers after a reload, when HAProxy runs in master-worker mode
 */
public record ProxyConfig(
        String name, Path socket, Optional<Path> masterSocket, String primary, Optional<String> replicas, long maxLag) {
    /** One WAL segment: what a replica that follows well is behind at worst. */
    private static final ByteSize DEFAULT_MAX_LAG = new ByteSize(16L << 20);

    static ProxyConfig read(ConfigNode node) {
        return new ProxyConfig(
                node.text("name").must(AddressConfig.NAME).required(),
                node.path("socket").required(),
                node.path("masterSocket").optional(),
                node.text("primary").required(),
                node.text("replicas").optional(),
                node.bytes("maxLag").orElse(DEFAULT_MAX_LAG).bytes());
    }
}
