package io.pgbaton.cli.show;

import io.pgbaton.cli.sentence.Sentences;
import io.pgbaton.proto.bus.BusRecord;
import io.pgbaton.proto.bus.CloudEventCodec;
import io.pgbaton.proto.bus.Decoded;
import io.vertx.core.json.JsonObject;

/** A record for programs: CloudEvents' own names for its attributes, and the sentence for free. */
public final class EventJson {

    private EventJson() {}

    public static JsonObject of(Decoded.Known known) {
        BusRecord record = known.record();
        JsonObject json = new JsonObject()
                .put("id", record.id())
                .put("source", record.source())
                .put("type", record.type().type())
                .put("subject", record.subject())
                .put("time", record.time().toString())
                .put("recordedtime", known.recordedTime().toString())
                .put("scope", record.scope().key())
                .put("correlationid", record.correlationId())
                .put("causationid", record.causationId())
                .put("sentence", Sentences.of(record))
                .put("data", new JsonObject(CloudEventCodec.toJson(record.data())));
        if (known.sequence() >= 0) {
            json.put("sequence", known.sequence());
        }
        if (!known.chain().isEmpty()) {
            json.put("chain", known.chain());
        }
        return known.replayed() ? json.put("replayed", true) : json;
    }
}
