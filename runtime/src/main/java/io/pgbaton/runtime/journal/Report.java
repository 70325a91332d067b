package io.pgbaton.runtime.journal;

import java.io.IOException;
import java.util.List;
import java.util.Optional;

/**
 * What became of an errand.
 *
 * @param opened when this visit opened the log
 * @param positions of the records that were to be written; 0 where it was not, negative where it never will be
 * @param forced up to which position all is durable: it may be more than nothing after a failure too
 * @param last position in the log
 * @param read empty when nothing was asked for or it failed
 */
record Report(
        Optional<Recovered> opened,
        List<Long> positions,
        long forced,
        long last,
        long bytes,
        Optional<ReadBack> read,
        Optional<IOException> failure) {}
