package io.pgbaton.nodeagent.observe.archive;

import io.pgbaton.nodeagent.config.ArchiveConfig;
import io.pgbaton.nodeagent.decide.archive.Said;
import java.io.IOException;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Hears what pgBackRest says to PostgreSQL, wherever this agent was told that it can be read. Used from one thread. */
final class Eavesdropper {
    private static final Logger log = LoggerFactory.getLogger(Eavesdropper.class);

    private final Optional<LogTail> tail;
    private final Optional<SpoolFolder> spool;
    private boolean deaf;

    Eavesdropper(ArchiveConfig config) {
        this.tail = config.log().map(LogTail::new);
        this.spool = config.spool().map(SpoolFolder::new);
    }

    Said listen() {
        Said said = Said.NOTHING;
        try {
            if (spool.isPresent()) {
                said = spool.get().read();
            }
            if (tail.isPresent()) {
                said = said.and(ArchiverLines.read(tail.get().lines()));
            }
            deaf = false;
        } catch (IOException unreadable) {
            if (!deaf) {
                log.warn(
                        "What pgBackRest says cannot be read, so a break of the archive is told without its cause: look at"
                                + " archive.log and archive.spool, and at this user's groups. cause={}",
                        unreadable.toString());
            }
            deaf = true;
        }
        return said;
    }
}
