package io.pgbaton.runtime.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.pgbaton.runtime.config.HostPort;
import io.pgbaton.runtime.etcd.EtcdClient;
import io.pgbaton.runtime.metrics.Metrics;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class DaemonServerTest {
    private final Vertx vertx = Vertx.vertx();
    private final PrometheusMeterRegistry registry = Metrics.registry("pgbaton-test", "1.2.3");
    private final DaemonServer server = new DaemonServer(vertx, registry);
    private final AtomicReference<Health> etcd = new AtomicReference<>(Health.notReady("etcd does not answer"));
    private final HttpClient client = HttpClient.newHttpClient();
    private int port;

    @BeforeEach
    void start() {
        server.check("config", () -> Health.ready("read")).check("etcd", etcd::get);
        server.status(() -> Future.succeededFuture(new JsonObject().put("mode", "act")));
        server.routes()
                .get(
                        "/api/v1/handovers/{id}",
                        exchange -> exchange.text(200, exchange.parameters().get("id")))
                .post("/api/v1/echo", exchange -> exchange.body()
                        .onSuccess(body -> exchange.text(200, body.toString())))
                .get("/defect", exchange -> {
                    throw new IllegalStateException("secret detail");
                });
        port = EtcdClient.answer(server.start(new HostPort("127.0.0.1", 0)));
    }

    @AfterEach
    void stop() {
        EtcdClient.answer(server.stop());
        EtcdClient.answer(vertx.close());
    }

    @Test
    void readinessNamesEachCheckWithItsReason() throws Exception {
        HttpResponse<String> waiting = call("GET", "/readyz", "");
        assertEquals(503, waiting.statusCode());
        JsonObject checks = new JsonObject(waiting.body()).getJsonObject("checks");
        assertEquals("etcd does not answer", checks.getJsonObject("etcd").getString("reason"));
        assertTrue(checks.getJsonObject("config").getBoolean("ready"));

        etcd.set(Health.ready("answered 3 ms ago"));
        assertEquals(200, call("GET", "/readyz", "").statusCode());
    }

    @Test
    void livenessStatusAndMetricsAreServed() throws Exception {
        assertEquals(200, call("GET", "/livez", "").statusCode());
        assertEquals("{\"mode\":\"act\"}", call("GET", "/status", "").body());
        String metrics = call("GET", "/metrics", "").body();
        assertTrue(metrics.contains("pgbaton_build_info{program=\"pgbaton-test\",version=\"1.2.3\"} 1"), metrics);
        assertTrue(metrics.contains("process_resident_memory_bytes"), metrics);
        assertTrue(metrics.contains("jvm_memory_used_bytes"), metrics);
    }

    @Test
    void headIsAnsweredLikeGetWithoutBody() throws Exception {
        HttpResponse<String> head = call("HEAD", "/livez", "");

        assertEquals(200, head.statusCode());
        assertEquals("", head.body());
    }

    @Test
    void ownRoutesHaveParametersAndBodies() throws Exception {
        assertEquals("abc", call("GET", "/api/v1/handovers/abc", "").body());
        assertEquals("hello", call("POST", "/api/v1/echo", "hello").body());
    }

    @Test
    void whatIsWrongIsAnsweredAsJson() throws Exception {
        HttpResponse<String> unknown = call("GET", "/nope", "");
        assertEquals(404, unknown.statusCode());
        assertEquals("{\"error\":\"there is nothing at /nope\"}", unknown.body());

        HttpResponse<String> method = call("DELETE", "/api/v1/echo", "");
        assertEquals(405, method.statusCode());
        assertEquals("POST", method.headers().firstValue("allow").orElse(""));

        assertEquals(
                413,
                call("POST", "/api/v1/echo", "x".repeat(Exchange.MAX_BODY_BYTES + 1))
                        .statusCode());
    }

    @Test
    void aDefectIsToldWithoutItsDetail() throws Exception {
        HttpResponse<String> defect = call("GET", "/defect", "");

        assertEquals(500, defect.statusCode());
        assertTrue(!defect.body().contains("secret detail"), defect.body());
    }

    private HttpResponse<String> call(String method, String path, String body) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                .method(method, BodyPublishers.ofString(body))
                .build();
        return client.send(request, BodyHandlers.ofString());
    }
}
