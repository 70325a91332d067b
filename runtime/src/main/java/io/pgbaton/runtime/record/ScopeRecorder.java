package io.pgbaton.runtime.record;

import com.google.protobuf.Message;
import io.pgbaton.proto.Scope;
import io.pgbaton.proto.bus.BusRecord;
import io.pgbaton.proto.bus.EventType;
import io.pgbaton.proto.bus.Topic;
import io.pgbaton.proto.id.EventIds;
import io.pgbaton.proto.v1.Intent;
import io.pgbaton.proto.v1.Outcome;
import io.pgbaton.proto.v1.Result;
import io.vertx.core.Future;
import java.time.Instant;

/**
 * Turns what one daemon saw and did of one scope into records, each with its id and the handover it belongs to. Publishing
 * never waits (R6): what the bus cannot take now is kept and published later.
 */
public class ScopeRecorder {
    protected final Scope scope;
    protected final String node;

    private final String daemon;
    private final String instance;
    private final Outbox outbox;
    private long counter;
    private String handover = "";

    /**
     * @param daemon {@code node-agent} and so on: the last part of the source of its records
     * @param instance of this run: two runs of one daemon are two
     */
    public ScopeRecorder(Scope scope, String node, String daemon, String instance, Outbox outbox) {
        this.scope = scope;
        this.node = node;
        this.daemon = daemon;
        this.instance = instance;
        this.outbox = outbox;
    }

    /** A fact of this daemon alone. */
    public final void local(EventType type, String subject, String causationId, Message data) {
        outbox.publish(Topic.OBSERVATIONS, record(type, subject, causationId, data));
    }

    /** Intent, outcome or refusal. */
    public final void audit(EventType type, String subject, String causationId, Message data) {
        outbox.publish(Topic.AUDIT, record(type, subject, causationId, data));
    }

    /** R9: an earlier life died between this intent and its outcome, so nobody knows how it ended. */
    public final void unknown(BusRecord intent) {
        Intent begun = intent.data(Intent.class);
        Outcome unknown = Outcome.newBuilder()
                .setActionId(begun.getActionId())
                .setAction(begun.getAction())
                .setTarget(begun.getTarget())
                .setEpoch(begun.getEpoch())
                .setResult(Result.RESULT_UNKNOWN)
                .setDetail("this agent ended before it could say what came of it")
                .setCommandId(begun.getCommandId())
                .build();
        String command = begun.getCommandId();
        outbox.publish(
                Topic.AUDIT,
                record(EventType.OUTCOME_RECORDED, intent.subject(), command, unknown)
                        .inHandover(intent.correlationId()));
    }

    /** See {@link Outbox#kept}. */
    public final Future<Boolean> kept() {
        return outbox.kept();
    }

    /** The handover that is going on or was the last, empty before the first epoch that was seen to end. */
    public final String handover() {
        return handover;
    }

    protected final void handover(String now) {
        handover = now;
    }

    protected final void observe(BusRecord record) {
        outbox.publish(Topic.OBSERVATIONS, record);
    }

    /** @param id derived from the fact (R8) */
    protected final BusRecord record(String id, EventType type, String subject, String causationId, Message data) {
        String source = BusRecord.source(scope, node, daemon);
        return new BusRecord(id, source, type, scope, subject, Instant.now(), handover, causationId, data);
    }

    private BusRecord record(EventType type, String subject, String causationId, Message data) {
        return record(EventIds.local(instance, counter++), type, subject, causationId, data);
    }
}
