package io.pgbaton.runtime.command;

import io.pgbaton.runtime.http.Health;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/**
 * Whether this agent can tell the fleet what it sees, and hears what the fleet tells it.
 *
 * @param writes whether the broker takes our records
 * @param deaf why no commands are read, empty when they are
 * @param meanwhile what goes on without the bus, as a clause
 */
public record BusReach(
        List<String> bootstrap, BooleanSupplier writes, Supplier<Optional<String>> deaf, String meanwhile) {

    public Health records() {
        return writes.getAsBoolean()
                ? Health.ready("the bus takes records")
                : Health.notReady("Kafka at " + String.join(", ", bootstrap) + " does not answer; records wait, and "
                        + meanwhile);
    }

    public Health commands() {
        return deaf.get()
                .map(why -> Health.notReady("no commands are read: " + why + "; " + meanwhile))
                .orElseGet(() -> Health.ready("commands are read"));
    }

    public JsonObject status() {
        Health records = records();
        Health worse = records.ready() ? commands() : records;
        return new JsonObject().put("reachable", worse.ready()).put("reason", worse.reason());
    }
}
