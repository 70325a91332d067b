package io.pgbaton.coordinator.decide.fact;

import io.pgbaton.proto.bus.BusRecord;
import io.pgbaton.proto.bus.EventType;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * What is known of a scope's last epochs. Soft state: folded from the bus again by whoever takes the scope over.
 *
 * @param reigns what the epochs make, in ascending order: worked out once, for it is asked many times an input
 */
public record Facts(SortedMap<Long, EpochFacts> epochs, List<Reign> reigns) {
    /** A handover touches two; the others are there for observations that come late. */
    private static final int KEPT = 8;

    public static final Facts NONE = of(new TreeMap<>());

    public Facts {
        epochs = Collections.unmodifiableSortedMap(epochs);
        reigns = List.copyOf(reigns);
    }

    private static Facts of(SortedMap<Long, EpochFacts> epochs) {
        return new Facts(epochs, reigns(epochs));
    }

    /** The reign that was there before the first record that is folded in. */
    public static Facts startingWith(long epoch, EpochFacts.Known known) {
        return epoch == 0 ? NONE : of(new TreeMap<>(Map.of(epoch, EpochFacts.known(epoch, known))));
    }

    public Facts with(BusRecord record) {
        long epoch = EpochOf.of(record);
        if (epoch == 0 || !EpochOf.isPartOfAHandover(record.type())) {
            return this;
        }
        return with(epoch, FactKey.of(record), record);
    }

    /** A director's answer to a command counts as its confirmation. */
    public Facts withAnswer(long epoch, String director, String member, BusRecord outcome) {
        return with(epoch, FactKey.answer(director, member), outcome);
    }

    private Facts with(long epoch, FactKey key, BusRecord record) {
        SortedMap<Long, EpochFacts> next = new TreeMap<>(epochs);
        next.put(epoch, next.getOrDefault(epoch, EpochFacts.empty(epoch)).with(key, record));
        if (next.size() > KEPT) {
            EpochFacts oldest = next.remove(next.firstKey());
            next.computeIfPresent(
                    next.firstKey(), (e, heir) -> goesOn(List.of(oldest), heir) ? heir.after(oldest) : heir);
        }
        return of(next);
    }

    private static List<Reign> reigns(SortedMap<Long, EpochFacts> epochs) {
        List<Reign> reigns = new ArrayList<>();
        List<EpochFacts> current = new ArrayList<>();
        for (EpochFacts epoch : epochs.values()) {
            if (!current.isEmpty() && !goesOn(current, epoch)) {
                reigns.add(new Reign(current));
                current = new ArrayList<>();
            }
            current.add(epoch);
        }
        if (!current.isEmpty()) {
            reigns.add(new Reign(current));
        }
        return reigns;
    }

    /** Not if an epoch between the two is still to be heard of: then it is that one which goes on. */
    private static boolean goesOn(List<EpochFacts> reign, EpochFacts epoch) {
        long before = reign.get(reign.size() - 1).epoch();
        return epoch.isReaffirmed() && epoch.previousEpoch() <= before;
    }

    public Optional<Reign> newest() {
        return reigns.isEmpty() ? Optional.empty() : Optional.of(reigns.get(reigns.size() - 1));
    }

    public Optional<Reign> reignOf(long epoch) {
        return reigns.stream()
                .filter(r -> r.first() <= epoch && epoch <= r.last())
                .findFirst();
    }

    /** The first one that began after this epoch. */
    public Optional<Reign> after(long epoch) {
        return reigns.stream().filter(r -> r.first() > epoch).findFirst();
    }

    public long newestBefore(long epoch) {
        SortedMap<Long, EpochFacts> before = epochs.headMap(epoch);
        return before.isEmpty() ? 0 : before.lastKey();
    }

    /** Facts of one type in epochs {@code from} (inclusive) to {@code to} (exclusive). */
    public Stream<Fact> between(long from, long to, EventType type) {
        return epochs.subMap(from, to).values().stream().flatMap(epoch -> epoch.all(type));
    }
}
