package io.pgbaton.runtime.journal;

import java.io.IOException;
import java.nio.file.Path;

/** Two processes must not write into one folder: they would give the same numbers to different records. */
public final class JournalInUse extends IOException {
    private static final long serialVersionUID = 1L;

    JournalInUse(Path folder, String pid) {
        super("the journal " + folder + " is in use by process " + (pid.isBlank() ? "unknown" : pid)
                + "; give each daemon a journal.folder of its own, or stop that process");
    }
}
