package io.pgbaton.coordinator.decide.fact;

import io.pgbaton.proto.bus.EventType;
import io.pgbaton.proto.v1.PrimaryWritable;
import io.pgbaton.proto.v1.RouteChanged;
import io.pgbaton.proto.v1.StandbyLeading;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * One reign of one leader: its epoch, and the later ones that began when the same holder put its own living key again
 * (adopted without letting go: no handover lies between them).
 *
 * @param epochs in ascending order, never empty
 */
public record Reign(List<EpochFacts> epochs) {

    public Reign {
        epochs = List.copyOf(epochs);
    }

    /** Its beginning, also when that is no longer among the epochs. */
    public long first() {
        return epochs.get(0).began();
    }

    /** The fencing token that holds now. */
    public long last() {
        return epochs.get(epochs.size() - 1).epoch();
    }

    public String member() {
        return epochs.stream()
                .map(EpochFacts::member)
                .filter(m -> !m.isEmpty())
                .findFirst()
                .orElse("");
    }

    public Optional<Fact> fact(EventType type) {
        return all(type).findFirst();
    }

    public Stream<Fact> all(EventType type) {
        return epochs.stream().flatMap(epoch -> epoch.all(type));
    }

    public Optional<Fact> acquired() {
        return fact(EventType.LEADER_ACQUIRED).or(() -> fact(EventType.LEADER_OVERWRITTEN));
    }

    /** It serves: writable, or (a standby cluster) leading in recovery for good, which the address follows too (R5). */
    public Optional<Fact> serving() {
        return fact(EventType.PRIMARY_WRITABLE).or(() -> fact(EventType.STANDBY_LEADING));
    }

    /** It was told, to us or to the coordinator before us, that it takes writes. */
    public boolean isWritable() {
        return fact(EventType.PRIMARY_WRITABLE).isPresent()
                || epochs.stream().anyMatch(epoch -> epoch.known().writable());
    }

    public boolean isStandby() {
        return fact(EventType.PRIMARY_WRITABLE).isEmpty()
                && fact(EventType.STANDBY_LEADING).isPresent();
    }

    public long previousEpoch() {
        return epochs.get(0).previousEpoch();
    }

    /** 0 when unknown. */
    public int timeline() {
        Stream<Integer> said = Stream.concat(
                all(EventType.PRIMARY_WRITABLE)
                        .map(f -> f.data(PrimaryWritable.class).getTimeline()),
                all(EventType.STANDBY_LEADING)
                        .map(f -> f.data(StandbyLeading.class).getTimeline()));
        Stream<Integer> known = epochs.stream().map(epoch -> epoch.known().timeline());
        return Stream.concat(said, known).filter(t -> t > 0).findFirst().orElse(0);
    }

    public Optional<Fact> addressConfirmed(String name) {
        return fact(FactKey.address(name, member())).or(() -> fact(FactKey.answer(name, member())));
    }

    /** The proxy sends some backend to the leader and to nobody else: the one for writes. */
    public Optional<Fact> routeConfirmed(String director) {
        return all(EventType.ROUTE_CHANGED)
                .filter(fact -> pointsHere(fact.data(RouteChanged.class), director))
                .findFirst()
                .or(() -> fact(FactKey.answer(director, member())));
    }

    private boolean pointsHere(RouteChanged changed, String director) {
        return changed.getDirector().equals(director) && changed.getUpList().equals(List.of(member()));
    }

    private Optional<Fact> fact(FactKey key) {
        return epochs.stream()
                .flatMap(epoch -> Stream.ofNullable(epoch.facts().get(key)))
                .findFirst();
    }
}
