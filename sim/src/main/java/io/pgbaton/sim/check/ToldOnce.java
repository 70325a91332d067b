package io.pgbaton.sim.check;

import io.pgbaton.proto.bus.BusRecord;
import io.pgbaton.proto.bus.EventType;
import io.pgbaton.proto.bus.Topic;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * R8 on the bus: a public event is published once, whatever coordinators die or believe to own the scope; a handover is
 * started before it ends, and ends once; a command sent again is the same command.
 */
final class ToldOnce {
    // Looked up, never iterated.
    private final Set<String> events = new HashSet<>();
    private final Set<String> started = new HashSet<>();
    private final Map<String, EventType> ended = new HashMap<>();
    private final Map<String, BusRecord> commands = new HashMap<>();

    void appended(Topic topic, BusRecord record) {
        if (topic == Topic.EVENTS) {
            event(record);
        } else if (topic == Topic.COMMANDS) {
            BusRecord first = commands.putIfAbsent(record.id(), record);
            if (first != null && !first.data().equals(record.data())) {
                throw new RuleBroken("R8", "the command " + record.id() + " was sent again with another content");
            }
        }
    }

    private void event(BusRecord record) {
        if (!events.add(record.id())) {
            throw new RuleBroken("R8", "the public event " + describe(record) + " was published twice");
        }
        if (record.type() == EventType.HANDOVER_STARTED) {
            started.add(record.correlationId());
        } else if (record.type() == EventType.HANDOVER_COMPLETED || record.type() == EventType.HANDOVER_FAILED) {
            if (!started.contains(record.correlationId())) {
                throw new RuleBroken("R8", describe(record) + " ends a handover that never started");
            }
            EventType before = ended.putIfAbsent(record.correlationId(), record.type());
            if (before != null) {
                throw new RuleBroken("R8", describe(record) + " ends a handover that ended before as " + before);
            }
        }
    }

    private static String describe(BusRecord record) {
        return record.type().noun() + " " + record.subject() + " of handover " + record.correlationId();
    }
}
