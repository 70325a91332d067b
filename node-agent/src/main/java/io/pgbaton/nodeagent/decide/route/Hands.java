package io.pgbaton.nodeagent.decide.route;

import java.util.Set;

/**
 * What operators ask (R11).
 *
 * @param paused why nobody is to be drained, "" when pgbaton is not paused
 * @param maintained members whose nodes are in maintenance
 */
record Hands(String paused, Set<String> maintained) {
    static final Hands FREE = new Hands("", Set.of());

    boolean off() {
        return !paused.isEmpty();
    }
}
