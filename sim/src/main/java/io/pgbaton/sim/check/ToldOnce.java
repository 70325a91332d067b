package io.pgbaton.sim.check;

import io.pgbaton.proto.bus.BusRecord;
import io.pgbaton.proto.bus.EventType;
import io.pgbaton.proto.bus.Topic;
import io.pgbaton.proto.v1.HandoverCompleted;
import io.pgbaton.proto.v1.HandoverResult;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.BooleanSupplier;

/**
 * R8 on the bus: a public event is published once, whatever coordinators die or believe to own the scope; a handover is
 * started before it ends, and ends once; a command sent again is the same command. A coordinator that was stopped with
 * records in its producer, and goes on when another owns the scope, may repeat an event before it hears of that: under
 * the
 * same id, by which consumers know it.
 */
final class ToldOnce {
    // Looked up, never iterated.
    private final Set<String> events = new HashSet<>();
    private final Set<String> started = new HashSet<>();
    private final Map<String, EventType> ended = new HashMap<>();
    private final Map<String, BusRecord> commands = new HashMap<>();
    private final BooleanSupplier contested;

    /** @param contested whether two coordinators ever believed to own the scope */
    ToldOnce(BooleanSupplier contested) {
        this.contested = contested;
    }

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
            if (contested.getAsBoolean()) {
                return;
            }
            throw new RuleBroken("R8", "the public event " + describe(record) + " was published twice");
        }
        if (record.type() == EventType.HANDOVER_STARTED) {
            started.add(record.correlationId());
        } else if (record.type() == EventType.HANDOVER_COMPLETED || record.type() == EventType.HANDOVER_FAILED) {
            if (!started.contains(record.correlationId())) {
                throw new RuleBroken("R8", describe(record) + " ends a handover that never started");
            }
            if (isWithdrawn(record)) {
                // The leader stayed after all; when its reign ends later the same handover is told of to its end.
                return;
            }
            EventType before = ended.putIfAbsent(record.correlationId(), record.type());
            if (before != null) {
                throw new RuleBroken("R8", describe(record) + " ends a handover that ended before as " + before);
            }
        }
    }

    private static boolean isWithdrawn(BusRecord record) {
        return record.type() == EventType.HANDOVER_COMPLETED
                && record.data(HandoverCompleted.class).getResult() == HandoverResult.WITHDRAWN;
    }

    private static String describe(BusRecord record) {
        return record.type().noun() + " " + record.subject() + " of handover " + record.correlationId();
    }
}
