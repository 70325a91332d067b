package io.pgbaton.runtime.journal;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.util.Locale;

/** Why the journal is in memory alone at the moment. */
enum Trouble {
    /** Writes wait a little: more came at once than fits in memory. */
    BEHIND("more records come than the disk takes", "nothing, if it was a moment; else a faster disk", false),
    MAX_BYTES("it is as large as journal.maxBytes allows", "bring Kafka back, or raise journal.maxBytes", false),
    NO_SPACE("the disk is full", "make room on the file system of journal.folder", false),
    READ_ONLY("the file system is read-only", "look at dmesg for the reason, then mount it writable", false),
    HUNG("the disk does not answer", "look at the storage below journal.folder; nothing waits for it", true),
    UNWRITABLE("the folder cannot be written", "give the daemon's user the folder, or set journal.folder", true),
    IO_ERROR("the disk reports an error", "look at dmesg and replace the disk", true);

    private final String sentence;
    private final String remedy;
    private final boolean unreadable;

    Trouble(String sentence, String remedy, boolean unreadable) {
        this.sentence = sentence;
        this.remedy = remedy;
        this.unreadable = unreadable;
    }

    /** The one place that reads texts of the operating system: Java has no types for these. */
    static Trouble of(IOException failure) {
        String text = String.valueOf(failure.getMessage());
        if (failure instanceof JournalFull) {
            return MAX_BYTES;
        } else if (text.contains("No space left") || text.contains("not enough space") || text.contains("quota")) {
            return NO_SPACE;
        } else if (text.contains("Read-only file system")) {
            return READ_ONLY;
        }
        return failure instanceof AccessDeniedException || failure instanceof JournalInUse ? UNWRITABLE : IO_ERROR;
    }

    String sentence() {
        return sentence;
    }

    String remedy() {
        return remedy;
    }

    /** What is on disk cannot be had either, so new records do not wait for older ones. */
    boolean unreadable() {
        return unreadable;
    }

    /** As in the metric. */
    String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
