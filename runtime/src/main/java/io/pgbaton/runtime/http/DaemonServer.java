package io.pgbaton.runtime.http;

import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.pgbaton.runtime.config.HostPort;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.json.JsonObject;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The HTTP side of every daemon: {@code /livez} (the event loop answers), {@code /readyz} (named checks, 503 while one
 * is not ready), {@code /metrics}, {@code /status}, and the daemon's own routes. Plain HTTP/1.1 for machines in the
 * same network.
 */
public final class DaemonServer {
    private static final Logger log = LoggerFactory.getLogger(DaemonServer.class);
    private static final String PROMETHEUS_TEXT = "text/plain; version=0.0.4; charset=utf-8";
    private static final int MAX_CONNECTIONS = 256;
    /** Streams that live longer send something more often than this. */
    private static final int IDLE_SECONDS = 60;

    private final Vertx vertx;
    private final PrometheusMeterRegistry registry;
    private final Map<String, Supplier<Health>> checks = new LinkedHashMap<>();
    private final Routes routes = new Routes();
    private final AtomicInteger connections = new AtomicInteger();
    private Supplier<Future<JsonObject>> status = () -> Future.succeededFuture(new JsonObject());
    private HttpServer server;

    public DaemonServer(Vertx vertx, PrometheusMeterRegistry registry) {
        this.vertx = vertx;
        this.registry = registry;
        routes.get("/livez", exchange -> exchange.json(200, new JsonObject().put("alive", true)));
        routes.get("/readyz", this::readiness);
        routes.get("/metrics", this::scrape);
        routes.get("/status", this::status);
    }

    /** The suppliers are asked on the server's event loop, at each request: they must not block. */
    public DaemonServer check(String name, Supplier<Health> check) {
        checks.put(name, check);
        return this;
    }

    /** Asked as a check is; what has to be looked up elsewhere comes later. */
    public DaemonServer status(Supplier<Future<JsonObject>> supplier) {
        status = supplier;
        return this;
    }

    public Routes routes() {
        return routes;
    }

    /** Port 0 takes a free one; the future tells the port. */
    public Future<Integer> start(HostPort at) {
        HttpServerOptions options = new HttpServerOptions()
                .setHost(at.host())
                .setPort(at.port())
                .setHttp2ClearTextEnabled(false)
                .setMaxInitialLineLength(4096)
                .setMaxHeaderSize(16 << 10)
                .setIdleTimeout(IDLE_SECONDS)
                .setIdleTimeoutUnit(TimeUnit.SECONDS);
        server = vertx.createHttpServer(options)
                .connectionHandler(connection -> {
                    connection.closeHandler(closed -> connections.decrementAndGet());
                    if (connections.incrementAndGet() > MAX_CONNECTIONS) {
                        connection.close();
                    }
                })
                .requestHandler(this::handle);
        return server.listen().map(HttpServer::actualPort);
    }

    public Future<Void> stop() {
        return server == null ? Future.succeededFuture() : server.close();
    }

    private void handle(HttpServerRequest request) {
        Routes.Match match = routes.match(request.method(), request.path());
        Exchange exchange = new Exchange(request, match.parameters());
        if (match.handler().isPresent()) {
            try {
                match.handler().get().accept(exchange);
            } catch (RuntimeException defect) {
                log.error(
                        "A request could not be answered. method={} path={}", request.method(), request.path(), defect);
                exchange.refuse(500, "this request met a defect; the log of this daemon has it");
            }
        } else if (match.methods().isEmpty()) {
            exchange.refuse(404, "there is nothing at " + request.path());
        } else {
            request.response().putHeader("allow", String.join(", ", match.methods()));
            exchange.refuse(405, request.path() + " knows " + String.join(", ", match.methods()) + " only");
        }
    }

    private void readiness(Exchange exchange) {
        boolean ready = true;
        JsonObject answers = new JsonObject();
        for (var check : checks.entrySet()) {
            Health health = check.getValue().get();
            ready &= health.ready();
            answers.put(
                    check.getKey(),
                    new JsonObject().put("ready", health.ready()).put("reason", health.reason()));
        }
        exchange.json(ready ? 200 : 503, new JsonObject().put("ready", ready).put("checks", answers));
    }

    private void status(Exchange exchange) {
        status.get().onSuccess(page -> exchange.json(200, page)).onFailure(defect -> {
            log.error("A request could not be answered. method=GET path=/status", defect);
            exchange.refuse(500, "the status could not be told; the log of this daemon has the reason");
        });
    }

    /** Off the event loop: gauges ask the system, and a thousand lines take milliseconds to write. */
    private void scrape(Exchange exchange) {
        vertx.executeBlocking(() -> registry.scrape())
                .onSuccess(page -> exchange.send(200, PROMETHEUS_TEXT, page))
                .onFailure(defect -> {
                    log.error("The metrics could not be written.", defect);
                    exchange.refuse(500, "the metrics could not be written");
                });
    }
}
