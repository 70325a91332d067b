package io.pgbaton.sim;

import io.pgbaton.proto.bus.BusRecord;
import io.pgbaton.proto.bus.EventType;
import io.pgbaton.proto.bus.Topic;
import io.pgbaton.sim.bus.RealCoordination;
import java.util.List;

/**
 * What a life came to.
 *
 * @param settledAfter nanoseconds between the end of the last fault and the last moment at which something was missing
 * @param coordinated whether a real coordinator told of it
 */
public record End(long settledAfter, boolean coordinated, long epochs, long completed, long failed) {

    static End of(SimWorld world, long settledAfter) {
        List<BusRecord> events = world.coordination()
                .map(RealCoordination::bus)
                .map(bus -> bus.log(Topic.EVENTS))
                .orElse(List.of());
        return new End(
                settledAfter,
                world.coordination().isPresent(),
                world.epochs(),
                count(events, EventType.HANDOVER_COMPLETED),
                count(events, EventType.HANDOVER_FAILED));
    }

    private static long count(List<BusRecord> events, EventType type) {
        return events.stream().filter(e -> e.type() == type).count();
    }
}
