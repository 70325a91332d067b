package io.pgbaton.runtime.journal;

import java.util.List;

/**
 * Records that were read back from the log.
 *
 * @param next the position to go on from
 * @param missing where records should have been and none could be read, and the file
 */
record ReadBack(List<Frame> frames, long next, List<Missing> missing) {
    /** @param file where they should have been, or the last one before */
    record Missing(Span positions, String file) {}
}
