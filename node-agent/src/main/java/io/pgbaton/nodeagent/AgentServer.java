package io.pgbaton.nodeagent;

import io.pgbaton.nodeagent.config.NodeAgentConfig;
import io.pgbaton.nodeagent.kernel.Capabilities;
import io.pgbaton.proto.Scope;
import io.pgbaton.proto.v1.Source;
import io.pgbaton.runtime.command.BusReach;
import io.pgbaton.runtime.http.DaemonServer;
import io.pgbaton.runtime.http.Exchange;
import io.pgbaton.runtime.http.Health;
import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * The agent's own HTTP: what load balancers check that can only check, and what a person looks at.
 *
 * <p>{@code /primary} is 200 only on the confirmed leader whose PostgreSQL takes writes (R5), {@code /replica} on a standby
 * that answers, {@code /read-only} on either; none of them while the node is in maintenance. With several scopes the query {@code ?scope=service/demo} says which.
 */
final class AgentServer {
    private final NodeAgentConfig config;
    private final Map<Scope, ScopeAgent> scopes;
    private final BusReach bus;

    AgentServer(NodeAgentConfig config, Map<Scope, ScopeAgent> scopes, BusReach bus) {
        this.config = config;
        this.scopes = scopes;
        this.bus = bus;
    }

    void routeOn(DaemonServer server) {
        server.check("bus", bus::records).check("commands", bus::commands);
        config.clusters().forEach(cluster -> {
            ScopeAgent agent = scopes.get(cluster.scope());
            String name = cluster.scope().key();
            server.check(name + " etcd", () -> health(agent, Source.SOURCE_ETCD, "etcd answers"));
            server.check(name + " scope", () -> health(agent, Source.SOURCE_SCOPE, "Patroni's keys are there"));
            cluster.database().ifPresent(database -> {
                server.check(name + " patroni", () -> health(agent, Source.SOURCE_PATRONI, "Patroni answers"));
                server.check(name + " member", () -> health(agent, Source.SOURCE_MEMBER, "Patroni knows this member"));
                server.check(name + " postgres", () -> health(agent, Source.SOURCE_POSTGRES, "PostgreSQL answers"));
            });
        });
        server.status(this::status);
        server.routes()
                .get("/primary", exchange -> answer(exchange, this::servesWrites))
                .get("/replica", exchange -> answer(exchange, ScopeAgent::servesReads))
                .get("/read-only", exchange -> answer(exchange, agent -> agent.servesReads() || servesWrites(agent)));
    }

    private boolean servesWrites(ScopeAgent agent) {
        return agent.servesWrites(config.lifetime());
    }

    private void answer(Exchange exchange, Predicate<ScopeAgent> holds) {
        Optional<ScopeAgent> agent = scopeOf(exchange);
        if (agent.isEmpty()) {
            exchange.refuse(
                    400, "this agent serves " + scopes.keySet() + ": say which one by ?scope=<namespace>/<scope>");
            return;
        }
        boolean yes = holds.test(agent.get());
        exchange.json(yes ? 200 : 503, new JsonObject().put("holds", yes));
    }

    private Optional<ScopeAgent> scopeOf(Exchange exchange) {
        String wanted = exchange.request().getParam("scope");
        if (wanted == null) {
            return scopes.size() == 1 ? scopes.values().stream().findFirst() : Optional.empty();
        }
        return scopes.entrySet().stream()
                .filter(entry -> entry.getKey().key().equals(wanted))
                .map(Map.Entry::getValue)
                .findFirst();
    }

    private static Health health(ScopeAgent agent, Source source, String well) {
        if (agent.reading().revision() == 0 && (source == Source.SOURCE_ETCD || source == Source.SOURCE_SCOPE)) {
            String reason = agent.sources().absence(source);
            return Health.notReady(reason.isEmpty() ? "nothing was read from etcd yet" : reason);
        }
        String absence = agent.sources().absence(source);
        return absence.isEmpty() ? Health.ready(well) : Health.notReady(absence);
    }

    private Future<JsonObject> status() {
        List<Future<JsonObject>> all = config.clusters().stream()
                .map(cluster -> ScopeStatus.of(cluster, scopes.get(cluster.scope()), config.lifetime()))
                .toList();
        return Future.all(all).map(done -> status(new JsonArray(done.list())));
    }

    private JsonObject status(JsonArray all) {
        Capabilities capabilities = Capabilities.ofThisProcess();
        return new JsonObject()
                .put("node", config.node())
                .put("mode", config.observeOnly() ? "observe" : "act")
                .put(
                        "capabilities",
                        new JsonObject()
                                .put("netAdmin", capabilities.netAdmin())
                                .put("netRaw", capabilities.netRaw()))
                .put("bus", bus.status())
                .put("scopes", all);
    }
}
