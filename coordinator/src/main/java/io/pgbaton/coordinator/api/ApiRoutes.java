package io.pgbaton.coordinator.api;

import io.pgbaton.coordinator.observe.PublicFeed;
import io.pgbaton.proto.Scope;
import io.pgbaton.proto.bus.BusRecord;
import io.pgbaton.proto.bus.CloudEventCodec;
import io.pgbaton.proto.v1.ClusterState;
import io.pgbaton.runtime.http.Exchange;
import io.pgbaton.runtime.http.Routes;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.Optional;

/** {@code /api/v1}: what is on the public topics, as JSON. Read only. */
public final class ApiRoutes {
    private final PublicFeed feed;
    private final EventStream stream;

    public ApiRoutes(Vertx vertx, PublicFeed feed) {
        this.feed = feed;
        this.stream = new EventStream(vertx, feed);
    }

    public void addTo(Routes routes) {
        routes.get("/api/v1/scopes", this::scopes)
                .get("/api/v1/scopes/{namespace}/{scope}", this::scope)
                .get("/api/v1/handovers", this::handovers)
                .get("/api/v1/handovers/{id}", this::handover)
                .get("/api/v1/events", stream::open);
    }

    private void scopes(Exchange exchange) {
        JsonArray all = new JsonArray();
        feed.scopes().forEach((scope, state) -> all.add(described(scope, state)));
        exchange.json(200, new JsonObject().put("scopes", all));
    }

    private void scope(Exchange exchange) {
        Scope scope = new Scope(
                exchange.parameters().get("namespace"), exchange.parameters().get("scope"));
        Optional.ofNullable(feed.scopes().get(scope))
                .ifPresentOrElse(
                        state -> exchange.json(200, described(scope, state)),
                        () -> exchange.refuse(404, "no coordinator has described " + scope));
    }

    private void handovers(Exchange exchange) {
        JsonArray all = new JsonArray();
        feed.handovers().forEach(event -> all.add(EventJson.of(event)));
        exchange.json(200, new JsonObject().put("handovers", all));
    }

    private void handover(Exchange exchange) {
        String id = exchange.parameters().get("id");
        JsonArray events = new JsonArray();
        feed.recent().stream()
                .filter(event -> event.correlationId().equals(id))
                .map(EventJson::of)
                .forEach(events::add);
        Optional<BusRecord> found = feed.handovers().stream()
                .filter(event -> event.correlationId().equals(id))
                .findFirst();
        found.ifPresentOrElse(
                event -> exchange.json(200, EventJson.of(event).put("events", events)),
                () -> exchange.refuse(404, "no handover " + id + " within the last day"));
    }

    private static JsonObject described(Scope scope, ClusterState state) {
        return new JsonObject(CloudEventCodec.toJson(state)).put("scope", scope.key());
    }
}
