package io.pgbaton.nodeagent;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;

/** Answers {@code GET /patroni} with the JSON that Patroni 3.0.2 gives. */
final class PatroniOfALeader implements AutoCloseable {
    static final String REPLICA =
            """
            {"state": "running", "postmaster_start_time": "2026-11-20 12:00:00.123456+00:00", "role": "replica",
             "server_version": 150010, "xlog": {"received_location": 83886080, "replayed_location": 83886080,
             "replayed_timestamp": null, "paused": false}, "timeline": 1, "dcs_last_seen": 1795176000,
             "database_system_identifier": "7300000000000000001", "patroni": {"version": "3.0.2", "scope": "demo"}}""";
    static final String PRIMARY =
            """
            {"state": "running", "postmaster_start_time": "2026-11-20 12:00:00.123456+00:00", "role": "master",
             "server_version": 150010, "xlog": {"location": 83886432}, "timeline": 2, "dcs_last_seen": 1795176001,
             "database_system_identifier": "7300000000000000001", "pending_restart": true,
             "patroni": {"version": "3.0.2", "scope": "demo"}}""";
    /** Its query failed: state and role are from Patroni's memory. */
    static final String REMEMBERED =
            """
            {"state": "unknown", "role": "master", "dcs_last_seen": 1795176001,
             "patroni": {"version": "3.0.2", "scope": "demo"}}""";

    static final String STANDBY_LEADER = REPLICA.replace("\"replica\"", "\"standby_leader\"");

    private final HttpServer server;
    private final ExecutorService workers = Executors.newCachedThreadPool();
    private final AtomicInteger questions = new AtomicInteger();
    private final CountDownLatch closed = new CountDownLatch(1);
    private volatile String body;

    PatroniOfALeader(String body) throws IOException {
        this.body = body;
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 16);
        server.setExecutor(workers);
        server.createContext("/patroni", exchange -> {
            String answer = this.body;
            questions.incrementAndGet();
            if (answer.isEmpty()) {
                hang();
            }
            byte[] bytes = answer.getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(200, bytes.length);
            try (OutputStream out = exchange.getResponseBody()) {
                out.write(bytes);
            }
        });
        server.start();
    }

    /** As in the member key: with the path. */
    String apiUrl() {
        return "http://127.0.0.1:" + server.getAddress().getPort() + "/patroni";
    }

    void says(String answer) {
        body = answer;
    }

    void hangs() {
        body = "";
    }

    int questions() {
        return questions.get();
    }

    @Override
    public void close() {
        closed.countDown();
        server.stop(0);
        workers.shutdownNow();
    }

    private void hang() {
        try {
            closed.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
