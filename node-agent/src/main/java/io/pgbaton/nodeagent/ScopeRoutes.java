package io.pgbaton.nodeagent;

import io.pgbaton.nodeagent.decide.leadership.ScopeReading;
import io.pgbaton.proto.v1.Command;
import io.vertx.core.json.JsonArray;

/** The proxies of one scope on this node. */
final class ScopeRoutes {
    void tick() {}

    void scopeRead(ScopeReading before, ScopeReading after) {}

    JsonArray status() {
        return new JsonArray();
    }

    boolean command(String id, Command command) {
        return false;
    }
}
