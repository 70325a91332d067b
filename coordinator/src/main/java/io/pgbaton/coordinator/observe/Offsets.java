package io.pgbaton.coordinator.observe;

import io.pgbaton.runtime.bus.TopicSlice;
import java.util.HashMap;
import java.util.Map;

/**
 * How far one partition may be committed: up to what has been decided on, and never beyond what somebody holds, so that
 * whoever takes over reads it again.
 */
public final class Offsets {
    private final Map<TopicSlice, Long> next = new HashMap<>();
    private final Map<String, Map<TopicSlice, Long>> holds = new HashMap<>();
    private Map<TopicSlice, Long> committed = Map.of();
    private TopicSlice current;
    private long currentOffset;

    /** This record is being decided on; holds that are made now keep it. */
    public void begin(TopicSlice slice, long offset) {
        current = slice;
        currentOffset = offset;
        next.putIfAbsent(slice, offset);
        // A slice of which nothing had come when a hold was made: its first record is held too.
        holds.values().forEach(held -> held.putIfAbsent(slice, offset));
    }

    public void done(TopicSlice slice, long offset) {
        current = null;
        next.merge(slice, offset + 1, Math::max);
    }

    /** From the record that is being decided on. Who holds already goes on holding from there. */
    public void hold(String who) {
        holds.computeIfAbsent(who, key -> {
            Map<TopicSlice, Long> from = new HashMap<>(next);
            if (current != null) {
                from.put(current, currentOffset);
            }
            return from;
        });
    }

    /** From where {@code other} holds, or as {@link #hold(String)} when it holds nothing. */
    public void holdWith(String who, String other) {
        Map<TopicSlice, Long> from = holds.get(other);
        if (from == null) {
            hold(who);
        } else {
            holds.putIfAbsent(who, new HashMap<>(from));
        }
    }

    public void release(String who) {
        holds.remove(who);
    }

    public int held() {
        return holds.size();
    }

    /** Offsets of the next records to read after a restart. */
    public Map<TopicSlice, Long> committable() {
        Map<TopicSlice, Long> until = new HashMap<>(next);
        holds.values().forEach(held -> held.forEach((slice, offset) -> until.merge(slice, offset, Math::min)));
        return until;
    }

    /** Whether there is something to commit that was not committed before. */
    public boolean isAhead() {
        return !committable().equals(committed);
    }

    public void committed(Map<TopicSlice, Long> offsets) {
        committed = Map.copyOf(offsets);
    }
}
