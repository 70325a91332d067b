package io.pgbaton.backupagent.decide.archive;

import java.time.Instant;
import java.util.Optional;

/**
 * Segments that are not there.
 *
 * @param timeline of their names
 * @param last included
 * @param since when the next one came, or what needs them ended; empty when there is no later one
 */
record Hole(int timeline, long first, long last, Optional<Instant> since) {

    /** The archive ends before it. */
    Hole atTheEnd() {
        return new Hole(timeline, first, last, Optional.empty());
    }

    boolean touches(Hole other) {
        return timeline == other.timeline && first <= other.last && other.first <= last;
    }
}
