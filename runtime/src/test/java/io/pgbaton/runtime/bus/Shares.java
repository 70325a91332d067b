package io.pgbaton.runtime.bus;

import io.pgbaton.proto.bus.Topic;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;

/** Who of a group's members has which partitions now. */
final class Shares {
    private final Map<String, Set<TopicSlice>> byMember = new ConcurrentHashMap<>();

    BusReader of(String member, BusReader reader) {
        byMember.put(member, Set.of());
        reader.assignedHandler(slices -> byMember.put(member, slices));
        reader.revokedHandler(slices -> byMember.put(member, Set.of()));
        return reader;
    }

    int partitions(String member) {
        return byMember.get(member).size();
    }

    boolean coPartitioned(String member) {
        return numbers(member, Topic.OBSERVATIONS).equals(numbers(member, Topic.AUDIT));
    }

    private Set<Integer> numbers(String member, Topic topic) {
        return byMember.get(member).stream()
                .filter(slice -> slice.topic() == topic)
                .map(TopicSlice::partition)
                .collect(Collectors.toSet());
    }
}
