package io.pgbaton.runtime.journal;

import io.pgbaton.proto.bus.BusRecord;
import io.pgbaton.runtime.bus.Numbers.Last;
import io.pgbaton.runtime.bus.Numbers.Series;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What an earlier life left.
 *
 * @param waiting where the records are that may not have been published
 * @param records how many they are at most
 * @param numbers last one of each source on each topic
 * @param commands ids of those that were carried out (R8)
 * @param offsets the next command to read, by partition
 * @param openIntents those whose outcome was never recorded, oldest first (R9)
 */
public record Recovered(
        Span waiting,
        long records,
        Map<Series, Last> numbers,
        Set<String> commands,
        Map<Integer, Long> offsets,
        List<BusRecord> openIntents) {
    public Recovered {
        numbers = Map.copyOf(numbers);
        commands = Set.copyOf(commands);
        offsets = Map.copyOf(offsets);
        openIntents = List.copyOf(openIntents);
    }
}
