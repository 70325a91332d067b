package io.pgbaton.runtime.lifecycle;

import io.pgbaton.runtime.config.ConfigNode;
import io.vertx.core.Future;

/** A daemon as {@link Daemon} runs it. */
public interface Program<C> {
    /** As it is called on the command line, {@code pgbaton-node-agent}. */
    String name();

    C read(ConfigNode node);

    /**
     * Called on the platform's context. Whatever cannot be reached yet is no failure but a reason in {@code /readyz}; a
     * failed future ends the process.
     */
    Future<Void> start(C config, Platform platform);
}
