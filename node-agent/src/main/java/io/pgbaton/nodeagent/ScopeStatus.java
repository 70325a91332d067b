package io.pgbaton.nodeagent;

import io.pgbaton.nodeagent.act.address.ScopeAddresses;
import io.pgbaton.nodeagent.config.ClusterConfig;
import io.pgbaton.nodeagent.config.DatabaseConfig;
import io.pgbaton.nodeagent.decide.address.AddressState;
import io.pgbaton.nodeagent.decide.address.FailsafePatience;
import io.pgbaton.nodeagent.kernel.BootClock;
import io.pgbaton.nodeagent.observe.local.LocalDatabase;
import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** One scope in the agent's {@code /status}. */
final class ScopeStatus {
    private ScopeStatus() {}

    /** Waits for the kernel; what it does not answer is left out. On the event loop. */
    static Future<JsonObject> of(ClusterConfig cluster, ScopeAgent agent, Duration lifetime) {
        return agent.addresses()
                .map(ScopeAddresses::interfaces)
                .orElseGet(() -> Future.succeededFuture(Map.of()))
                .map(interfaces -> of(cluster, agent, lifetime, interfaces));
    }

    private static JsonObject of(
            ClusterConfig cluster, ScopeAgent agent, Duration lifetime, Map<String, Boolean> interfaces) {
        JsonObject status = new JsonObject()
                .put("scope", cluster.scope().key())
                .put("member", cluster.database().map(DatabaseConfig::member).orElse(null))
                .put("patroniPaused", agent.reading().paused())
                .put("handsOff", agent.hands().status())
                .put("servesWrites", agent.servesWrites(lifetime))
                .put("servesReads", agent.servesReads())
                .put("addresses", addresses(cluster, agent, interfaces))
                .put("proxies", agent.routes().status())
                .put("lifetimeSeconds", lifetime.toSeconds())
                .put(
                        "lifetimeNeededSeconds",
                        FailsafePatience.lifetimeNeeded(agent.reading().failsafeAfter())
                                .toSeconds());
        agent.reading().leader().ifPresent(leader -> status.put("leader", leader.member())
                .put("epoch", leader.epoch()));
        agent.database()
                .flatMap(LocalDatabase::listenAddresses)
                .ifPresent(listen -> status.put("postgres", new JsonObject().put("listenAddresses", listen)));
        return status;
    }

    private static JsonArray addresses(ClusterConfig cluster, ScopeAgent agent, Map<String, Boolean> interfaces) {
        JsonArray all = new JsonArray();
        cluster.addresses().forEach(config -> {
            Optional<AddressState> state = agent.address(config.name()).map(loop -> loop.state());
            boolean held = state.map(AddressState::present).orElse(false);
            JsonObject address = new JsonObject()
                    .put("name", config.name())
                    .put("address", config.address().getHostAddress())
                    .put("interface", config.networkInterface())
                    .put("held", held);
            state.map(AddressState::withheld)
                    .filter(why -> !why.isEmpty())
                    .ifPresent(why -> address.put("withheld", why));
            state.filter(AddressState::present).ifPresent(s -> address.put("epoch", s.epoch())
                    .put("remainingMs", TimeUnit.NANOSECONDS.toMillis(s.deadline() - BootClock.nanos())));
            Optional.ofNullable(interfaces.get(config.name()))
                    .ifPresent(there -> address.put("interfacePresent", there));
            all.add(address);
        });
        return all;
    }
}
