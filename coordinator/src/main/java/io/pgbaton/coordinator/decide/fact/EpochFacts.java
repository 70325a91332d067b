package io.pgbaton.coordinator.decide.fact;

import com.google.protobuf.Message;
import io.pgbaton.proto.bus.BusRecord;
import io.pgbaton.proto.bus.EventType;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * Everything agents said about one epoch. Merging is commutative and idempotent, so neither the order nor the number of
 * times a record comes can change what is known in the end (R8).
 *
 * @param began the first epoch of its reign, when that is forgotten; else this one
 * @param known what was known before the first record, from the bus or etcd; empty names and 0 where nothing was
 */
public record EpochFacts(long epoch, long began, Known known, SortedMap<FactKey, Fact> facts) {
    private static final Set<EventType> NAMES_THE_HOLDER = Set.of(
            EventType.LEADER_ACQUIRED,
            EventType.LEADER_OVERWRITTEN,
            EventType.LEADER_REAFFIRMED,
            EventType.PRIMARY_WRITABLE,
            EventType.STANDBY_LEADING,
            EventType.LEADER_LOST,
            EventType.LEADER_STOPPING);

    /**
     * @param timeline 0 when unknown
     * @param writable it was told that it takes writes
     */
    public record Known(String member, int timeline, boolean writable) {
        static final Known NOTHING = new Known("", 0, false);
    }

    public EpochFacts {
        facts = Collections.unmodifiableSortedMap(facts);
    }

    static EpochFacts empty(long epoch) {
        return new EpochFacts(epoch, epoch, Known.NOTHING, new TreeMap<>());
    }

    static EpochFacts known(long epoch, Known known) {
        return new EpochFacts(epoch, epoch, known, new TreeMap<>());
    }

    EpochFacts with(FactKey key, BusRecord record) {
        SortedMap<FactKey, Fact> next = new TreeMap<>(facts);
        next.merge(key, Fact.of(record), Fact::merge);
        return new EpochFacts(epoch, began, known, next);
    }

    /**
     * The same reign began with epochs that are forgotten now; what they said of it stays. One that is told of late, when
     * it was forgotten before, takes nothing away.
     */
    EpochFacts after(EpochFacts forgotten) {
        Reign reign = new Reign(List.of(forgotten, this));
        Known said = new Known(reign.member(), reign.timeline(), reign.isWritable());
        return new EpochFacts(epoch, forgotten.began(), said, facts);
    }

    /** Who holds it; empty while nobody has said so. */
    String member() {
        return facts.entrySet().stream()
                .filter(entry -> NAMES_THE_HOLDER.contains(entry.getKey().type()))
                .map(entry -> EpochOf.text(entry.getValue().earliest().data(), "member"))
                .filter(member -> !member.isEmpty())
                .findFirst()
                .orElse(known.member());
    }

    Optional<Fact> fact(EventType type) {
        return all(type).findFirst();
    }

    Stream<Fact> all(EventType type) {
        return facts.entrySet().stream()
                .filter(entry -> entry.getKey().type() == type)
                .map(Map.Entry::getValue);
    }

    /**
     * The holder of before put its own living key again. Who missed epochs may take an overwriting for that, or that for an
     * overwriting; and a key that a restored etcd brings back for one that never went: whoever saw the nearest epoch before
     * knows.
     */
    boolean isReaffirmed() {
        return fact(EventType.LEADER_REAFFIRMED).isPresent()
                && previousEpoch(EventType.LEADER_REAFFIRMED)
                        >= previousEpoch(EventType.LEADER_OVERWRITTEN, EventType.LEADER_ACQUIRED);
    }

    /** The newest epoch that anybody saw before this one; 0 when none did. */
    long previousEpoch() {
        return previousEpoch(EventType.LEADER_ACQUIRED, EventType.LEADER_OVERWRITTEN, EventType.LEADER_REAFFIRMED);
    }

    private long previousEpoch(EventType... types) {
        return Stream.of(types)
                .flatMap(this::all)
                .flatMap(fact -> fact.all(Message.class))
                .mapToLong(data -> EpochOf.number(data, "previous_epoch"))
                .max()
                .orElse(0);
    }
}
