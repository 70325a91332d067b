package io.pgbaton.runtime.journal;

import io.pgbaton.proto.v1.RememberedCommand;
import io.pgbaton.runtime.bus.Numbers.Last;
import io.pgbaton.runtime.bus.Numbers.Series;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What the disk is asked to do in one visit; one is under way at a time. All that is written in a visit shares its force.
 *
 * @param write in their order
 * @param numbers last ones of all series, when some records went past the disk; else empty
 * @param settled when it has moved
 * @param read what waits on disk and is wanted in memory; may be empty
 */
record Errand(
        List<Held> write,
        List<RememberedCommand> commands,
        Map<Series, Last> numbers,
        Optional<Mark> settled,
        Span read) {
    static final int MOST_WRITES = 512;
    static final int MOST_READS = 1000;

    /** Opens the log, if it is not open yet. */
    static final Errand OPEN = new Errand(List.of(), List.of(), Map.of(), Optional.empty(), Span.EMPTY);

    /** As in {@link SegmentLog#settle}. */
    record Mark(long position, long outstanding) {}

    /** Whether its success shows that the disk takes records. */
    boolean writes() {
        return !write.isEmpty() || !commands.isEmpty() || !numbers.isEmpty();
    }

    boolean isEmpty() {
        return !writes() && settled.isEmpty() && read.isEmpty();
    }
}
