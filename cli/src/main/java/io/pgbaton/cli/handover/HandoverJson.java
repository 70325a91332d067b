package io.pgbaton.cli.handover;

import io.pgbaton.cli.sentence.Sentences;
import io.pgbaton.proto.bus.BusRecord;
import io.pgbaton.proto.bus.CloudEventCodec;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;

/** Handovers for programs. */
public final class HandoverJson {

    private HandoverJson() {}

    public static JsonObject of(Handover handover) {
        JsonArray phases = new JsonArray();
        handover.phases().forEach(phase -> phases.add(new JsonObject(CloudEventCodec.toJson(phase))));
        return new JsonObject()
                .put("id", handover.id())
                .put("scope", handover.scope().key())
                .put("kind", HandoverText.word(handover.kind()))
                .put("result", handover.result().map(HandoverText::word).orElse("open"))
                .put("from", handover.oldMember())
                .put("to", handover.newMember())
                .put("started", handover.started().toString())
                .put("ended", handover.ended().map(Instant::toString).orElse(null))
                .put("seconds", handover.length().map(HandoverJson::seconds).orElse(null))
                .put("phases", phases)
                .put("unconfirmed", new JsonArray(handover.unconfirmed()))
                .put("reason", handover.reason())
                .put("nextStep", handover.nextStep());
    }

    public static JsonObject withRecords(Handover handover) {
        JsonArray records = new JsonArray();
        handover.records().forEach(record -> records.add(record(record)));
        return of(handover)
                .put("explanation", Explanation.of(handover, ZoneOffset.UTC))
                .put("events", records);
    }

    private static JsonObject record(BusRecord record) {
        return new JsonObject()
                .put("time", record.time().toString())
                .put("type", record.type().type())
                .put("sentence", Sentences.of(record));
    }

    private static double seconds(Duration length) {
        return length.toNanos() / 1e9;
    }
}
