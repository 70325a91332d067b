package io.pgbaton.coordinator.api;

import io.pgbaton.coordinator.observe.PublicFeed;
import io.pgbaton.proto.bus.BusRecord;
import io.pgbaton.runtime.http.Exchange;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerResponse;
import java.util.List;
import java.util.function.Consumer;

/**
 * Public events as server-sent events: {@code event} is the type's noun, {@code id} the event's id, {@code data} its
 * CloudEvents JSON. {@code ?scope=service/demo} leaves the others out. A browser that comes back with
 * {@code Last-Event-ID} gets what it missed, as far as it is remembered.
 */
final class EventStream {
    /** The server ends streams that are silent for a minute. */
    private static final long SIGN_OF_LIFE_MILLIS = 15_000;

    /** A reader that takes nothing must not fill our memory: it is cut off and comes back with its last id. */
    private static final int MOST_UNSENT_BYTES = 1 << 20;

    private final Vertx vertx;
    private final PublicFeed feed;

    EventStream(Vertx vertx, PublicFeed feed) {
        this.vertx = vertx;
        this.feed = feed;
    }

    void open(Exchange exchange) {
        HttpServerResponse response = exchange.request().response();
        String scope = exchange.request().getParam("scope", "");
        response.setChunked(true)
                .setWriteQueueMaxSize(MOST_UNSENT_BYTES)
                .putHeader("content-type", "text/event-stream")
                .putHeader("cache-control", "no-store");
        Consumer<BusRecord> listener = event -> send(event, scope, response);
        response.write(": pgbaton\n\n");
        missed(exchange.request().getHeader("Last-Event-ID")).forEach(listener);
        feed.listen(listener);
        long alive = vertx.setPeriodic(SIGN_OF_LIFE_MILLIS, tick -> response.write(": alive\n\n"));
        response.closeHandler(gone -> {
            vertx.cancelTimer(alive);
            feed.leave(listener);
        });
    }

    private List<BusRecord> missed(String lastId) {
        List<BusRecord> recent = feed.recent();
        for (int i = 0; lastId != null && i < recent.size(); i++) {
            if (recent.get(i).id().equals(lastId)) {
                return recent.subList(i + 1, recent.size());
            }
        }
        return List.of();
    }

    private static void send(BusRecord event, String scope, HttpServerResponse response) {
        if (!scope.isEmpty() && !event.scope().key().equals(scope)) {
            return;
        }
        if (response.writeQueueFull()) {
            response.reset();
            return;
        }
        response.write("event: " + event.type().noun() + "\nid: " + event.id() + "\ndata: "
                + EventJson.of(event).encode() + "\n\n");
    }
}
