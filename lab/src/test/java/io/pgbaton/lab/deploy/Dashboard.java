package io.pgbaton.lab.deploy;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** The queries of the Grafana dashboards of the checkout. */
public enum Dashboard {
    HANDOVERS("handover.json"),
    BACKUPS("backups.json");

    private final String file;

    Dashboard(String file) {
        this.file = file;
    }

    /** One query of a panel, with "All" chosen for every variable. */
    public record Query(String panel, String expression) {}

    public List<Query> queries() {
        List<Query> queries = new ArrayList<>();
        JsonObject dashboard = new JsonObject(Checkout.read("deploy/grafana/" + file));
        objects(dashboard.getJsonArray("panels")).forEach(panel -> objects(panel.getJsonArray("targets"))
                .forEach(target -> queries.add(new Query(
                        panel.getString("title"), target.getString("expr").replaceAll("\\$\\w+", ".*")))));
        return queries;
    }

    private static Stream<JsonObject> objects(JsonArray array) {
        return array.stream().map(JsonObject.class::cast);
    }
}
