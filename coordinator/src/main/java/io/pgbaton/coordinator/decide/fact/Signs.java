package io.pgbaton.coordinator.decide.fact;

import io.pgbaton.proto.bus.BusRecord;
import io.pgbaton.proto.bus.EventType;
import io.pgbaton.proto.v1.Source;
import io.pgbaton.proto.v1.SourceLost;
import io.pgbaton.proto.v1.SourceRestored;
import java.time.Instant;
import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Since when an agent cannot reach the Patroni or the PostgreSQL beside it. When that leader is lost later, this is
 * where the outage began: up to a whole ttl before the key goes.
 *
 * @param since by node and source
 */
public record Signs(SortedMap<String, Instant> since) {
    private static final Set<Source> OF_A_DEATH = Set.of(Source.SOURCE_PATRONI, Source.SOURCE_POSTGRES);

    public static final Signs NONE = new Signs(new TreeMap<>());

    public Signs {
        since = Collections.unmodifiableSortedMap(since);
    }

    public Signs with(BusRecord record) {
        if (record.type() == EventType.SOURCE_LOST) {
            Source source = record.data(SourceLost.class).getSource();
            return OF_A_DEATH.contains(source) ? lost(record.node(), source, record.time()) : this;
        }
        return record.type() == EventType.SOURCE_RESTORED
                ? restored(record.node(), record.data(SourceRestored.class).getSource())
                : this;
    }

    public Optional<Instant> first(String node) {
        return since.entrySet().stream()
                .filter(entry -> entry.getKey().startsWith(node + " "))
                .map(Map.Entry::getValue)
                .min(Instant::compareTo);
    }

    private Signs lost(String node, Source source, Instant time) {
        SortedMap<String, Instant> next = new TreeMap<>(since);
        next.putIfAbsent(key(node, source), time);
        return new Signs(next);
    }

    private Signs restored(String node, Source source) {
        SortedMap<String, Instant> next = new TreeMap<>(since);
        next.remove(key(node, source));
        return new Signs(next);
    }

    private static String key(String node, Source source) {
        return node + " " + source;
    }
}
