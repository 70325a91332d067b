package io.pgbaton.backupagent.decide.archive;

import java.time.Instant;

/**
 * Segments that are not there.
 *
 * @param timeline of their names
 * @param last included
 * @param since when the next one came, or what needs them ended; {@link Instant#EPOCH} when there is no later one
 */
record Hole(int timeline, long first, long last, Instant since) {

    boolean touches(Hole other) {
        return timeline == other.timeline && first <= other.last && other.first <= last;
    }
}
