package io.pgbaton.runtime.bus;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The records that were accepted and are not yet on the bus, in order. It is in memory, so what waits here is lost with
 * the process: a journal on disk takes this class's place, with these methods. Not thread-safe.
 */
final class MemoryJournal {
    private final int capacity;
    private final Deque<JournalEntry> waiting = new ArrayDeque<>();
    private final Map<Long, JournalEntry> sent = new LinkedHashMap<>();

    MemoryJournal(int capacity) {
        this.capacity = capacity;
    }

    boolean isFull() {
        return depth() >= capacity;
    }

    void append(JournalEntry entry) {
        waiting.add(entry);
    }

    /** The oldest one that was not sent. From now on it counts as sent, until it is settled or all are rewound. */
    Optional<JournalEntry> next() {
        Optional<JournalEntry> entry = Optional.ofNullable(waiting.poll());
        entry.ifPresent(one -> sent.put(one.position(), one));
        return entry;
    }

    /** It is on the bus, or never will be. */
    void settle(JournalEntry entry) {
        sent.remove(entry.position());
    }

    /** What was sent and not settled is to be sent again, before all that waits, in its order. */
    void rewind() {
        List<JournalEntry> again = new ArrayList<>(sent.values());
        sent.clear();
        for (int i = again.size() - 1; i >= 0; i--) {
            waiting.addFirst(again.get(i));
        }
    }

    Optional<JournalEntry> oldest() {
        return sent.isEmpty()
                ? Optional.ofNullable(waiting.peek())
                : Optional.of(sent.values().iterator().next());
    }

    int inFlight() {
        return sent.size();
    }

    int depth() {
        return waiting.size() + sent.size();
    }

    /** Empties it and returns what was in it, oldest first. */
    List<JournalEntry> giveUp() {
        rewind();
        List<JournalEntry> all = new ArrayList<>(waiting);
        waiting.clear();
        return all;
    }
}
