package io.pgbaton.sim.bus;

import io.pgbaton.proto.bus.BusRecord;
import io.pgbaton.proto.bus.Topic;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;

/** The broker: one ordered log a topic, because a world has one scope. What it has taken it keeps. */
public final class SimBus {
    private final Map<Topic, List<BusRecord>> logs = new EnumMap<>(Topic.class);
    private final List<BiConsumer<Topic, BusRecord>> listeners = new ArrayList<>();
    private boolean away;

    public SimBus() {
        for (Topic topic : Topic.values()) {
            logs.put(topic, new ArrayList<>());
        }
    }

    /** Told of every record after it is in its log. */
    public void listen(BiConsumer<Topic, BusRecord> listener) {
        listeners.add(listener);
    }

    public boolean away() {
        return away;
    }

    public void away(boolean now) {
        away = now;
    }

    void append(Topic topic, BusRecord record) {
        logs.get(topic).add(record);
        listeners.forEach(l -> l.accept(topic, record));
    }

    /** Everything that is in the log, oldest first. */
    public List<BusRecord> log(Topic topic) {
        return logs.get(topic);
    }
}
