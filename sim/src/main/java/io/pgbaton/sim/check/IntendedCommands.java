package io.pgbaton.sim.check;

import io.pgbaton.proto.bus.BusRecord;
import io.pgbaton.proto.bus.EventType;
import io.pgbaton.proto.bus.Topic;
import io.pgbaton.proto.v1.Intent;
import java.util.HashSet;
import java.util.Set;

/** R9 on the bus: no command without an intent of it on the audit before. */
final class IntendedCommands {
    // Asked, never iterated.
    private final Set<String> intended = new HashSet<>();

    void appended(Topic topic, BusRecord record) {
        if (topic == Topic.AUDIT && record.type() == EventType.INTENT_RECORDED) {
            intended.add(record.data(Intent.class).getCommandId());
        } else if (topic == Topic.COMMANDS && !intended.contains(record.id())) {
            throw new RuleBroken("R9", "the command " + record.id() + " was sent without an intent on the audit");
        }
    }
}
