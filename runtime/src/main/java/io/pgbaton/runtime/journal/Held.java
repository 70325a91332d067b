package io.pgbaton.runtime.journal;

import io.pgbaton.runtime.bus.JournalEntry;

/** An entry in memory, and what the disk knows of it. Changed on the journal's context only. */
final class Held {
    private static final long NOT_ON_DISK = 0;

    final JournalEntry entry;

    /** Read by the disk's thread: what is on the bus need not be written any more. */
    private volatile boolean settled;

    private long position = NOT_ON_DISK;
    private boolean memoryOnly;
    private boolean rewound;

    private Held(JournalEntry entry) {
        this.entry = entry;
    }

    static Held fresh(JournalEntry entry) {
        return new Held(entry);
    }

    static Held fromDisk(JournalEntry entry, long position) {
        Held held = new Held(entry);
        held.position = position;
        return held;
    }

    boolean isDurable() {
        return position != NOT_ON_DISK;
    }

    /** In the log; only when it is durable. */
    long position() {
        return position;
    }

    void durableAt(long inLog) {
        position = inLog;
    }

    /** It never will be on disk: too large for it, which Kafka will say too. */
    void keepInMemory() {
        memoryOnly = true;
    }

    boolean mayBeSent() {
        return isDurable() || memoryOnly;
    }

    /** What is given out for it. */
    JournalEntry toSend() {
        return rewound ? entry.again() : entry;
    }

    void rewind() {
        rewound = true;
    }

    void settle() {
        settled = true;
    }

    boolean isSettled() {
        return settled;
    }
}
