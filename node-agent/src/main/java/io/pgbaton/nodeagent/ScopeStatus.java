package io.pgbaton.nodeagent;

import io.pgbaton.nodeagent.config.ClusterConfig;
import io.pgbaton.nodeagent.config.DatabaseConfig;
import io.pgbaton.nodeagent.decide.address.AddressState;
import io.pgbaton.nodeagent.kernel.BootClock;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** One scope in the agent's {@code /status}. */
final class ScopeStatus {
    private ScopeStatus() {}

    static JsonObject of(ClusterConfig cluster, ScopeAgent agent, Duration lifetime) {
        JsonObject status = new JsonObject()
                .put("scope", cluster.scope().key())
                .put("member", cluster.database().map(DatabaseConfig::member).orElse(null))
                .put("paused", agent.reading().paused())
                .put("servesWrites", agent.primary().servesWrites(BootClock.nanos(), lifetime.toNanos()))
                .put("servesReads", agent.primary().servesReads())
                .put("addresses", addresses(cluster, agent))
                .put("proxies", agent.routes().status());
        agent.reading().leader().ifPresent(leader -> status.put("leader", leader.member())
                .put("epoch", leader.epoch()));
        return status;
    }

    private static JsonArray addresses(ClusterConfig cluster, ScopeAgent agent) {
        JsonArray all = new JsonArray();
        cluster.addresses().forEach(config -> {
            Optional<AddressState> state = agent.address(config.name()).map(loop -> loop.state());
            boolean held = state.map(AddressState::present).orElse(false);
            JsonObject address = new JsonObject()
                    .put("name", config.name())
                    .put("address", config.address().getHostAddress())
                    .put("interface", config.networkInterface())
                    .put("held", held);
            state.filter(AddressState::present).ifPresent(s -> address.put("epoch", s.epoch())
                    .put("remainingMs", TimeUnit.NANOSECONDS.toMillis(s.deadline() - BootClock.nanos())));
            all.add(address);
        });
        return all;
    }
}
