package io.pgbaton.nodeagent.config;

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
        String name,
        Path socket,
        Optional<Path> masterSocket,
        String primary,
        Optional<String> replicas,
        long maxLag) {}
