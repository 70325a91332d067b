package io.pgbaton.runtime.bus;

import io.pgbaton.proto.bus.BusRecord;
import io.pgbaton.proto.bus.Topic;
import io.pgbaton.runtime.bus.PublishRefused.Reason;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Says, once each time it changes, whether the broker takes our records, and what was dropped because it did not. */
final class Backpressure {
    static final long CHECK_MILLIS = 500;

    /** Well above a broker's slow day, well below a person's patience. */
    private static final Duration AWAY_AFTER = Duration.ofSeconds(2);

    private static final Logger LOG = LoggerFactory.getLogger(BusWriter.class);

    private final BusSettings bus;
    private final Journal journal;
    private volatile int depth;
    private volatile boolean reachable = true;
    private String lastCause = "the broker does not answer";
    private long droppedForSpace;

    Backpressure(BusSettings bus, Journal journal) {
        this.bus = bus;
        this.journal = journal;
    }

    int depth() {
        return depth;
    }

    boolean reachable() {
        return reachable;
    }

    void update() {
        depth = journal.depth();
        if (depth == 0 && !reachable) {
            reachable = true;
            LOG.info("The bus takes records again, and all that waited are on it. bootstrap={}", bus.bootstrap());
        }
        if (droppedForSpace > 0 && !journal.isFull()) {
            LOG.error("Records were lost because the journal was full. count={}", droppedForSpace);
            droppedForSpace = 0;
        }
    }

    void complain(Throwable cause) {
        String text = cause.toString();
        if (!text.equals(lastCause)) {
            lastCause = text;
            LOG.warn("The bus cannot be written to; trying again. bootstrap={} cause={}", bus.bootstrap(), text);
        }
    }

    void check(long nowNanos) {
        boolean late = journal.oldest()
                .map(entry -> nowNanos - entry.acceptedNanos() > AWAY_AFTER.toNanos())
                .orElse(false);
        if (late && reachable) {
            reachable = false;
            LOG.warn(
                    "The bus takes no records; they wait in the journal and nothing else waits for them."
                            + " bootstrap={} waiting={} cause={}",
                    bus.bootstrap(),
                    journal.depth(),
                    lastCause);
        }
    }

    void dropped(Reason reason, Topic topic, BusRecord record, Throwable cause) {
        if (reason != Reason.JOURNAL_FULL) {
            LOG.error(
                    "A record is lost. reason={} topic={} type={} id={} cause={}",
                    reason.label(),
                    bus.name(topic),
                    record.type().noun(),
                    record.id(),
                    cause == null ? "none" : cause.toString());
        } else if (droppedForSpace++ == 0) {
            LOG.error("The journal is full; new records are lost until the bus is back. waiting={}", journal.depth());
        }
    }
}
