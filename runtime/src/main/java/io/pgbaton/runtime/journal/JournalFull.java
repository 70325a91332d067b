package io.pgbaton.runtime.journal;

import java.io.IOException;

/** The journal is as large as {@code journal.maxBytes} allows. */
final class JournalFull extends IOException {
    private static final long serialVersionUID = 1L;

    JournalFull(long maxBytes) {
        super("the journal has reached journal.maxBytes, " + maxBytes + " bytes");
    }
}
