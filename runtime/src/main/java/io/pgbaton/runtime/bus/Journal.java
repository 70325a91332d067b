package io.pgbaton.runtime.bus;

import io.pgbaton.proto.bus.BusRecord;
import io.pgbaton.proto.bus.Topic;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.List;
import java.util.Optional;

/**
 * The records that were accepted and are not yet on the bus, in order, each with its number. Used on one context, and
 * never blocks it. What one of memory alone loses with the process, one on disk publishes in its next life.
 */
public interface Journal {
    /**
     * @param published completed by whoever takes the entry out of the journal
     * @return false when there is no room for it, which leaves no gap in the numbers
     */
    boolean accept(Topic topic, BusRecord record, Promise<Void> published);

    /** Whether the next record would be refused. */
    boolean isFull();

    /**
     * Completes when all that was accepted so far outlives this process, as far as it ever will: at once in memory alone, and
     * when the disk is in trouble. A disk that has hung is known for one only after two seconds, so bound the wait (R6).
     */
    Future<Void> kept();

    /** Called when {@link #next} may have something that it had not before, or the depth changed by itself. One listener. */
    void whenMoved(Runnable listener);

    /** The oldest one that may be sent and was not. It counts as sent from now on, until it is settled or all are rewound. */
    Optional<JournalEntry> next();

    /** It is on the bus, or never will be. */
    void settle(JournalEntry entry);

    /** What was sent and not settled is to be sent again, before all that waits, in its order. */
    void rewind();

    /** The oldest of those in memory. */
    Optional<JournalEntry> oldest();

    /** Sent and not settled. */
    int inFlight();

    /** All that is not settled. */
    int depth();

    /** Lets go of everything and returns what is lost by that, oldest first. */
    List<JournalEntry> giveUp();
}
