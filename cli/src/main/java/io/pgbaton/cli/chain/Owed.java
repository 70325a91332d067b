package io.pgbaton.cli.chain;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Numbers that were passed over and may still come. Ranges, because an altered number can be any. Not thread-safe. */
final class Owed {
    private record Range(long last, Link instead) {}

    private final TreeMap<Long, Range> ranges = new TreeMap<>();

    /** @param instead the record that came when these were due */
    void add(long first, long last, Link instead) {
        ranges.put(first, new Range(last, instead));
    }

    /** @return whether it was owed */
    boolean settle(long number) {
        Map.Entry<Long, Range> found = ranges.floorEntry(number);
        if (found == null || found.getValue().last() < number) {
            return false;
        }
        long first = found.getKey();
        Range range = ranges.remove(first);
        if (first < number) {
            ranges.put(first, new Range(number - 1, range.instead()));
        }
        if (number < range.last()) {
            ranges.put(number + 1, new Range(range.last(), range.instead()));
        }
        return true;
    }

    /** They will not come any more. */
    List<Finding> giveUp() {
        List<Finding> missing = new ArrayList<>();
        ranges.forEach((first, range) -> missing.add(new Finding(
                Fault.MISSING,
                first,
                range.instead(),
                (first == range.last()
                                ? "record " + first + " is"
                                : "records " + first + " to " + range.last() + " are")
                        + " missing; record " + range.instead().sequence() + " came instead")));
        ranges.clear();
        return missing;
    }
}
