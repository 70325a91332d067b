package io.pgbaton.sim.bus;

import io.pgbaton.runtime.bus.TopicSlice;
import java.util.HashMap;
import java.util.Map;

/** What the consumer group keeps of the scope's partition: how far it was worked on. */
final class Partition {
    private final SimBus bus;
    private final Map<TopicSlice, Long> committed = new HashMap<>();

    Partition(SimBus bus) {
        this.bus = bus;
    }

    SimBus bus() {
        return bus;
    }

    long committed(TopicSlice slice) {
        return committed.getOrDefault(slice, 0L);
    }

    void commit(Map<TopicSlice, Long> offsets) {
        if (!bus.away()) {
            committed.putAll(offsets);
        }
    }
}
