package io.pgbaton.runtime.bus;

import java.util.Locale;

/** A record that is not on the bus, and mostly never will be. Unless it is kept, it is counted in {@code pgbaton_bus_dropped_total} under its reason. */
public final class PublishRefused extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** Why, as in the metric's label. */
    public enum Reason {
        /** The broker has been away for so long that the journal is full. */
        JOURNAL_FULL,
        /** The broker takes no record of this size or form. */
        NOT_ACCEPTED,
        /** The daemon is stopping, and the time that was left for it is over. */
        CLOSED,
        /** No loss: it is in the journal on disk, and will be published, but nobody is told any more when. */
        KEPT;

        public String label() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    private final Reason reason;

    public PublishRefused(Reason reason, String message, Throwable cause) {
        super(message, cause);
        this.reason = reason;
    }

    public Reason reason() {
        return reason;
    }
}
