package io.pgbaton.coordinator.decide.fact;

import com.google.protobuf.Message;
import io.pgbaton.proto.bus.BusRecord;
import java.time.Instant;
import java.util.Collections;
import java.util.Comparator;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * One fact and everybody who saw it. Two agents' clocks differ, so each one's own time is kept: a phase whose two ends
 * were seen by one node is measured on one clock.
 *
 * @param byNode the record of each node that saw it, in the order of node names; never empty
 */
public record Fact(SortedMap<String, BusRecord> byNode) {
    private static final Comparator<BusRecord> EARLIEST =
            Comparator.comparing(BusRecord::time).thenComparing(BusRecord::node);

    public Fact {
        byNode = Collections.unmodifiableSortedMap(byNode);
    }

    static Fact of(BusRecord record) {
        return new Fact(new TreeMap<>(Map.of(record.node(), record)));
    }

    /** A node that reports twice keeps its earlier time, so the order of arrival does not matter. */
    Fact merge(Fact other) {
        SortedMap<String, BusRecord> merged = new TreeMap<>(byNode);
        other.byNode.forEach(
                (node, record) -> merged.merge(node, record, (a, b) -> EARLIEST.compare(a, b) <= 0 ? a : b));
        return new Fact(merged);
    }

    public BusRecord earliest() {
        return Collections.min(byNode.values(), EARLIEST);
    }

    public Instant time() {
        return earliest().time();
    }

    public <M extends Message> M data(Class<M> kind) {
        return earliest().data(kind);
    }

    /** What each of them says: some know more than others, as an agent that started late knows no previous epoch. */
    public <M extends Message> Stream<M> all(Class<M> kind) {
        return byNode.values().stream().map(record -> record.data(kind));
    }
}
