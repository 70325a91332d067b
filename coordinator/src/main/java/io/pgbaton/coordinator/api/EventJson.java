package io.pgbaton.coordinator.api;

import io.pgbaton.proto.bus.BusRecord;
import io.pgbaton.proto.bus.CloudEventCodec;
import io.vertx.core.json.JsonObject;

/** A public event in the JSON format of CloudEvents 1.0: attributes and data side by side. */
final class EventJson {
    private EventJson() {}

    static JsonObject of(BusRecord event) {
        JsonObject json = new JsonObject()
                .put("specversion", "1.0")
                .put("id", event.id())
                .put("source", event.source())
                .put("type", event.type().type())
                .put("time", event.time().toString())
                .put("partitionkey", event.scope().key())
                .put("datacontenttype", "application/json")
                .put("data", new JsonObject(CloudEventCodec.toJson(event.data())));
        putIfAny(json, "subject", event.subject());
        putIfAny(json, "correlationid", event.correlationId());
        putIfAny(json, "causationid", event.causationId());
        return json;
    }

    private static void putIfAny(JsonObject json, String name, String value) {
        if (!value.isEmpty()) {
            json.put(name, value);
        }
    }
}
