package io.pgbaton.runtime.journal;

import com.google.protobuf.InvalidProtocolBufferException;
import io.pgbaton.proto.bus.EventType;
import io.pgbaton.proto.v1.Intent;
import io.pgbaton.proto.v1.JournalRecord;
import io.pgbaton.proto.v1.Outcome;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;

/** Intents that have no outcome yet: whoever died between the two owes one in the next life (R9). Not thread-safe. */
final class OpenIntents {
    /** An agent has a handful at once; a daemon whose outcomes others record forgets the oldest. */
    static final int MOST = 256;

    private final Map<String, JournalRecord> byAction = new LinkedHashMap<>();

    /** @throws InvalidProtocolBufferException when it is none of what its type says */
    void apply(JournalRecord record) throws InvalidProtocolBufferException {
        if (record.getType().equals(EventType.INTENT_RECORDED.type())) {
            Intent intent = Intent.parseFrom(record.getData());
            if (!intent.getWithheld()) {
                byAction.put(intent.getActionId(), record);
            }
        } else if (record.getType().equals(EventType.OUTCOME_RECORDED.type())) {
            byAction.remove(Outcome.parseFrom(record.getData()).getActionId());
        }
        if (byAction.size() > MOST) {
            byAction.remove(byAction.keySet().iterator().next());
        }
    }

    Collection<JournalRecord> all() {
        return byAction.values();
    }
}
