package io.pgbaton.sim.bus;

import io.pgbaton.proto.bus.Topic;
import io.pgbaton.runtime.bus.TopicSlice;
import java.util.EnumMap;
import java.util.Map;

/** What was on the bus when the scope was taken over; once it is read again, what comes is new. */
final class Replay {
    private final Map<Topic, Long> ends = new EnumMap<>(Topic.class);
    private final Map<Topic, Long> read = new EnumMap<>(Topic.class);
    private boolean ended;

    Replay(SimBus bus) {
        for (Topic topic : new Topic[] {Topic.OBSERVATIONS, Topic.AUDIT}) {
            ends.put(topic, (long) bus.log(topic).size());
        }
    }

    void seen(Topic topic, long offset) {
        read.put(topic, offset + 1);
    }

    /** True once: now is the end. */
    boolean endsNow(Partition partition) {
        boolean all = ends.entrySet().stream().allMatch(end -> {
            long from = partition.committed(new TopicSlice(end.getKey(), 0));
            return Math.max(from, read.getOrDefault(end.getKey(), 0L)) >= end.getValue();
        });
        boolean now = all && !ended;
        ended |= all;
        return now;
    }
}
