package io.pgbaton.backupagent.act;

import com.google.protobuf.Message;
import io.pgbaton.backupagent.decide.Attempt;
import io.pgbaton.proto.Scope;
import io.pgbaton.proto.bus.EventType;
import io.pgbaton.proto.id.EventIds;
import io.pgbaton.runtime.record.Outbox;
import io.pgbaton.runtime.record.ScopeRecorder;

/** The records of a scope's backups. */
public final class StanzaRecorder extends ScopeRecorder {
    /** The last part of the source of its records. */
    public static final String DAEMON = "backup-agent";

    public StanzaRecorder(Scope scope, String node, String instance, Outbox outbox) {
        super(scope, node, DAEMON, instance, outbox);
    }

    /**
     * What became of an attempt: its id is derived from it (R8), because a later life may say it again.
     *
     * @param anchor which of several of this type, empty where there is one
     */
    void backup(EventType type, Attempt attempt, String anchor, Message data) {
        String id = EventIds.fact(0, scope, type, attempt.id(), anchor);
        String stanza = attempt.job().task().getStanza();
        observe(record(id, type, stanza, attempt.job().id(), data)
                .inHandover(attempt.job().handover()));
    }
}
