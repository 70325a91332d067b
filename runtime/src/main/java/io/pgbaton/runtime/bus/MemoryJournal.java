package io.pgbaton.runtime.bus;

import io.pgbaton.proto.bus.BusRecord;
import io.pgbaton.proto.bus.Topic;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Memory alone, for programs that live shortly and for tests: what waits is lost with the process. Not thread-safe. */
final class MemoryJournal implements Journal {
    private final int capacity;
    private final Numbers numbers = new Numbers();
    private final Deque<JournalEntry> waiting = new ArrayDeque<>();
    private final Map<Long, JournalEntry> sent = new LinkedHashMap<>();
    private long position;
    private Runnable listener = () -> {};

    MemoryJournal(int capacity) {
        this.capacity = capacity;
    }

    @Override
    public boolean isFull() {
        return depth() >= capacity;
    }

    @Override
    public boolean accept(Topic topic, BusRecord record, Promise<Void> published) {
        if (isFull()) {
            return false;
        }
        append(JournalEntry.fresh(position++, topic, numbers.next(topic, record), published));
        listener.run();
        return true;
    }

    @Override
    public Future<Void> kept() {
        return Future.succeededFuture();
    }

    void append(JournalEntry entry) {
        waiting.add(entry);
    }

    @Override
    public void whenMoved(Runnable changed) {
        listener = changed;
    }

    @Override
    public Optional<JournalEntry> next() {
        Optional<JournalEntry> entry = Optional.ofNullable(waiting.poll());
        entry.ifPresent(one -> sent.put(one.position(), one));
        return entry;
    }

    @Override
    public void settle(JournalEntry entry) {
        sent.remove(entry.position());
    }

    @Override
    public void rewind() {
        List<JournalEntry> again = new ArrayList<>(sent.values());
        sent.clear();
        for (int i = again.size() - 1; i >= 0; i--) {
            waiting.addFirst(again.get(i).again());
        }
    }

    @Override
    public Optional<JournalEntry> oldest() {
        return sent.isEmpty()
                ? Optional.ofNullable(waiting.peek())
                : Optional.of(sent.values().iterator().next());
    }

    @Override
    public int inFlight() {
        return sent.size();
    }

    @Override
    public int depth() {
        return waiting.size() + sent.size();
    }

    @Override
    public List<JournalEntry> giveUp() {
        rewind();
        List<JournalEntry> all = new ArrayList<>(waiting);
        waiting.clear();
        return all;
    }
}
