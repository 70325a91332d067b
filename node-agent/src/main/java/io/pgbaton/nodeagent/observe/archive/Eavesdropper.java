package io.pgbaton.nodeagent.observe.archive;

import io.pgbaton.nodeagent.config.ArchiveConfig;
import io.pgbaton.nodeagent.decide.archive.Said;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Hears what pgBackRest says to PostgreSQL, wherever this agent was told that it can be read. Used from one thread. */
final class Eavesdropper {
    private static final Logger log = LoggerFactory.getLogger(Eavesdropper.class);

    /** 16 MiB. */
    private static final int MOST_PIECES = 64;

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
                said = said.and(read(tail.get()));
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

    /** Piece by piece: a line of pgBackRest is among very many of PostgreSQL's own. What is left is read at the next look. */
    private static Said read(LogTail tail) throws IOException {
        Said said = Said.NOTHING;
        for (int piece = 0; piece < MOST_PIECES; piece++) {
            List<String> lines = tail.lines();
            if (lines.isEmpty()) {
                break;
            }
            said = said.and(ArchiverLines.read(lines));
        }
        return said;
    }
}
