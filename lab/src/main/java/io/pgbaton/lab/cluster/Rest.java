package io.pgbaton.lab.cluster;

import io.pgbaton.lab.LabException;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;

/** Short HTTP calls to Patroni and to the daemons. */
public final class Rest {
    private static final Duration CONNECT = Duration.ofSeconds(2);
    private static final HttpClient CLIENT =
            HttpClient.newBuilder().connectTimeout(CONNECT).build();

    private Rest() {}

    public record Answer(int status, String body) {}

    public static Answer get(String url) {
        return send(HttpRequest.newBuilder(URI.create(url)).timeout(Duration.ofSeconds(5)));
    }

    /** Posts within a bound of its own: Patroni answers a switchover only when it is done. */
    public static Answer post(String url, String json, Duration bound) {
        return send(HttpRequest.newBuilder(URI.create(url))
                .timeout(bound)
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(json)));
    }

    public static Answer patch(String url, String json) {
        return send(HttpRequest.newBuilder(URI.create(url))
                .timeout(Duration.ofSeconds(5))
                .method("PATCH", HttpRequest.BodyPublishers.ofString(json)));
    }

    /** Whether it answers 200 now; any failure is a no. */
    public static boolean ok(String url) {
        try {
            return get(url).status() == 200;
        } catch (LabException notYet) {
            return false;
        }
    }

    private static Answer send(HttpRequest.Builder request) {
        HttpRequest built = request.build();
        try {
            HttpResponse<String> answer = CLIENT.send(built, HttpResponse.BodyHandlers.ofString());
            return new Answer(answer.statusCode(), answer.body());
        } catch (IOException e) {
            throw new LabException(built.uri() + " does not answer: " + e, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new LabException("interrupted while asking " + built.uri(), e);
        }
    }
}
