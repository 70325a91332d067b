package io.pgbaton.runtime.journal;

import io.pgbaton.runtime.bus.JournalEntry;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * All that waits, in its order: sent and not settled, then the front, which may be sent, then the backlog on disk, then the
 * rear, which is being written. Used on one context.
 *
 * <pre>
 * sent <- front <- backlog (read back when the front is short) <- rear <- accepted
 * </pre>
 */
final class Waiting {
    /** Two seconds of a burst at what one broker takes; a record is about 1 kB. */
    private static final int FRONT = 2000;

    private final Map<Long, Held> sent = new LinkedHashMap<>();
    private final Deque<Held> front = new ArrayDeque<>();
    private final Backlog backlog;
    private final Deque<Held> rear = new ArrayDeque<>();
    private final int frontLimit;

    /** @param capacity of memory; the greater part of it is for the rear, when the disk is away */
    Waiting(Backlog backlog, int capacity) {
        this.backlog = backlog;
        this.frontLimit = Math.min(FRONT, capacity / 4);
    }

    void add(Held held) {
        rear.add(held);
    }

    /**
     * Moves what may be sent to the front, or to the backlog when the front is long enough.
     *
     * @param trouble of the disk: then what is not on it may be sent too. When the backlog cannot be read either, newer
     *     records go first: one that a handover waits for must not wait for a disk (R6)
     */
    void advance(Optional<Trouble> trouble) {
        boolean inTurn = trouble.isEmpty() || !trouble.get().unreadable();
        while (!rear.isEmpty()) {
            Held held = rear.peek();
            boolean behind = !backlog.isEmpty() && inTurn;
            if (held.isDurable() && inTurn && (behind || front.size() >= frontLimit)) {
                backlog.add(rear.poll());
            } else if (!behind && (held.mayBeSent() || trouble.isPresent())) {
                if (!backlog.isEmpty()) {
                    backlog.overtaken();
                }
                front.add(rear.poll());
            } else {
                return;
            }
        }
    }

    /** Position of the oldest that is neither on disk nor given up for it; {@code Long.MAX_VALUE} when there is none. */
    long oldestUnkept() {
        Held first = rear.peek();
        return first == null ? Long.MAX_VALUE : first.entry.position();
    }

    Optional<JournalEntry> next() {
        Optional<Held> held = Optional.ofNullable(front.poll());
        held.ifPresent(one -> sent.put(one.entry.position(), one));
        return held.map(Held::toSend);
    }

    void settle(JournalEntry entry) {
        Optional.ofNullable(sent.remove(entry.position())).ifPresent(Held::settle);
    }

    void rewind() {
        List<Held> again = new ArrayList<>(sent.values());
        sent.clear();
        again.forEach(Held::rewind);
        for (int i = again.size() - 1; i >= 0; i--) {
            front.addFirst(again.get(i));
        }
    }

    /** Empty while there is enough in memory. */
    Span wanted() {
        return front.size() <= frontLimit / 2 ? backlog.span() : Span.EMPTY;
    }

    void readBack(List<Held> read, long next) {
        front.addAll(read);
        backlog.readUpTo(next, read.size());
    }

    /** Takes out what was not sent, oldest first. */
    List<Held> takeUnsent() {
        List<Held> unsent = Stream.concat(front.stream(), rear.stream()).toList();
        front.clear();
        rear.clear();
        return unsent;
    }

    Optional<JournalEntry> oldest() {
        return inMemoryInOrder().findFirst().map(held -> held.entry);
    }

    Stream<Held> inMemoryInOrder() {
        return Stream.of(sent.values(), front, rear).flatMap(part -> part.stream());
    }

    int inFlight() {
        return sent.size();
    }

    int inMemory() {
        return sent.size() + front.size() + rear.size();
    }

    int depth() {
        return (int) Math.min(Integer.MAX_VALUE, inMemory() + backlog.records());
    }

    /** @param last of the log: all up to it is settled when nothing waits */
    Errand.Mark mark(long last) {
        long oldest = backlog.isEmpty() ? last + 1 : backlog.span().from();
        long durable = 0;
        for (Held held : (Iterable<Held>) inMemoryInOrder()::iterator) {
            if (held.isDurable()) {
                oldest = Math.min(oldest, held.position());
                durable++;
            }
        }
        return new Errand.Mark(oldest - 1, durable + backlog.records());
    }
}
