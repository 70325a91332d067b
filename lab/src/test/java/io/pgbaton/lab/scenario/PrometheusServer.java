package io.pgbaton.lab.scenario;

import io.pgbaton.lab.Lab;
import io.pgbaton.lab.cluster.Prometheus;
import io.pgbaton.lab.cluster.Rest;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;

/** The lab's Prometheus, asked as Grafana asks it. */
final class PrometheusServer {
    private final String url;

    PrometheusServer(Lab lab) {
        this.url = Prometheus.url(lab.layout());
    }

    /** Value by labels, both as Prometheus prints them; empty when no series answers. */
    Map<String, String> ask(String query) {
        Rest.Answer answer = Rest.get(url + "/api/v1/query?query=" + URLEncoder.encode(query, StandardCharsets.UTF_8));
        if (answer.status() != 200) {
            throw new AssertionError("Prometheus refuses " + query + ": " + answer.body());
        }
        JsonArray series = new JsonObject(answer.body()).getJsonObject("data").getJsonArray("result");
        Map<String, String> values = new TreeMap<>();
        for (int i = 0; i < series.size(); i++) {
            JsonObject one = series.getJsonObject(i);
            values.put(
                    one.getJsonObject("metric").encode(),
                    one.getJsonArray("value").getString(1));
        }
        return values;
    }
}
