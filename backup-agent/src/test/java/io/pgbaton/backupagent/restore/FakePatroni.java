package io.pgbaton.backupagent.restore;

import com.sun.net.httpserver.HttpServer;
import io.pgbaton.runtime.http.FreePort;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** A REST API that says what a test lets it say; 503 to everything else. */
public final class FakePatroni implements AutoCloseable {
    private final int port = FreePort.any();
    private Optional<HttpServer> server = Optional.empty();
    private final Map<String, String> answers = new ConcurrentHashMap<>();

    public FakePatroni() throws IOException {
        begin();
    }

    /** Also after an end. */
    public void begin() throws IOException {
        HttpServer made = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 5);
        made.createContext("/", exchange -> {
            String answer = answers.get(exchange.getRequestURI().getPath());
            byte[] body = (answer == null ? "{}" : answer).getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(answer == null ? 503 : 200, body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
        made.start();
        server = Optional.of(made);
    }

    public URI uri() {
        return URI.create("http://127.0.0.1:" + port);
    }

    public FakePatroni says(String path, String body) {
        answers.put(path, body);
        return this;
    }

    /** As its leader sees it; it is its own leader's REST API too. */
    public FakePatroni streams(String member, String systemIdentifier) {
        return says("/replica", "{}")
                .says("/cluster", "{\"members\":[{\"role\":\"leader\",\"api_url\":\"" + uri() + "/patroni\"}]}")
                .says(
                        "/patroni",
                        "{\"state\":\"running\",\"role\":\"replica\",\"timeline\":2,\"database_system_identifier\":\""
                                + systemIdentifier + "\",\"xlog\":{\"received_location\":1},\"replication\":[{"
                                + "\"application_name\":\"" + member + "\",\"state\":\"streaming\"}]}");
    }

    @Override
    public void close() {
        server.ifPresent(there -> there.stop(0));
        server = Optional.empty();
    }
}
