package io.pgbaton.sim.time;

import java.util.PriorityQueue;

/**
 * The one thread of the world: what is due runs in the order of (deadline, sequence), so that a seed replays exactly.
 */
public final class SimScheduler {
    private final PriorityQueue<Event> queue = new PriorityQueue<>(64, SimScheduler::order);
    private long now;
    private long sequence;

    /** Nanoseconds since the world began. Only the world knows them; a node has its own {@link BootClock}. */
    public long now() {
        return now;
    }

    /** How many events were ever planned: tells two worlds apart that otherwise look alike. */
    public long planned() {
        return sequence;
    }

    public Event after(long delay, Runnable action) {
        return at(now + Math.max(0, delay), action);
    }

    public Event at(long deadline, Runnable action) {
        Event event = new Event(Math.max(now, deadline), sequence++, action);
        queue.add(event);
        return event;
    }

    /**
     * Runs the next event.
     *
     * @return false when nothing is planned up to this deadline; then the time is the deadline
     */
    public boolean step(long until) {
        Event next = queue.peek();
        if (next == null || next.deadline > until) {
            now = Math.max(now, until);
            return false;
        }
        queue.remove();
        now = next.deadline;
        next.run();
        return true;
    }

    private static int order(Event a, Event b) {
        int byDeadline = Long.compare(a.deadline, b.deadline);
        return byDeadline != 0 ? byDeadline : Long.compare(a.sequence, b.sequence);
    }

    /** Something planned. Cancelling leaves it in the queue, where it does nothing. */
    public static final class Event {
        private final long deadline;
        private final long sequence;
        private final Runnable action;
        private boolean cancelled;

        private Event(long deadline, long sequence, Runnable action) {
            this.deadline = deadline;
            this.sequence = sequence;
            this.action = action;
        }

        public void cancel() {
            cancelled = true;
        }

        private void run() {
            if (!cancelled) {
                action.run();
            }
        }
    }
}
