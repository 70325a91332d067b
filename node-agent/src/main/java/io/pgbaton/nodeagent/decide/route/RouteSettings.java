package io.pgbaton.nodeagent.decide.route;

import java.util.Optional;

/**
 * One proxy of one scope, as configured.
 *
 * @param proxy its name on the bus
 * @param primary backend for writes; its servers carry the names of Patroni's members
 * @param replicas backend for reads, when there is one
 * @param maxLag bytes a replica may be behind and still get reads
 * @param autonomyAfter nanoseconds that a command is waited for once the leader is writable (R7)
 * @param acts false in "mode: observe": actions are told, not done (R11)
 */
public record RouteSettings(
        String proxy, String primary, Optional<String> replicas, long maxLag, long autonomyAfter, boolean acts) {}
