package io.pgbaton.coordinator.decide.handover;

import io.pgbaton.coordinator.decide.fact.Fact;
import io.pgbaton.coordinator.decide.fact.Reign;
import io.pgbaton.coordinator.decide.handover.Directors.Director;
import io.pgbaton.proto.bus.BusRecord;
import io.pgbaton.proto.bus.EventType;
import io.pgbaton.proto.v1.Phase;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * How long each part of a handover took.
 *
 * <pre>
 * drain ...... the request -> the epoch ends
 * lost ....... the first sign of trouble on the old leader's node -> the epoch ends (a mere mark without a sign)
 * election ... the epoch ends -> the next begins
 * promotion .. the next begins -> its leader serves
 * address .... it serves -> an address is on it, each
 * route ...... it serves -> a proxy sends writes there, each
 * commit ..... it serves -> a commit is proven
 * </pre>
 *
 * Each is measured on the clock of one node that saw both ends, where there is one.
 */
public record Phases(Situation situation, Directors directors) {

    /** In the order of the table; one that has not happened is left out. */
    public List<Phase> measured() {
        List<Phase> phases = new ArrayList<>();
        Optional<Reign> successor = situation.successor();
        Optional<Fact> began = successor.flatMap(Reign::acquired);
        Optional<Fact> lost = situation.lost().or(() -> situation.wasOverwritten() ? began : Optional.empty());
        Optional<Fact> serving = successor.flatMap(Reign::serving);
        between(situation.request(), lost, "drain", "").ifPresent(phases::add);
        lost.map(this::lost).ifPresent(phases::add);
        between(lost, began, "election", "").ifPresent(phases::add);
        between(began, serving, "promotion", successor.map(Reign::member).orElse(""))
                .ifPresent(phases::add);
        successor.ifPresent(s -> directors(s, serving, phases));
        between(serving, successor.flatMap(s -> s.fact(EventType.COMMITS_PROVEN)), "commit", "")
                .ifPresent(phases::add);
        return phases;
    }

    private Phase lost(Fact lost) {
        Instant sign = situation
                .endedReign()
                .flatMap(r -> r.fact(EventType.LEADER_STOPPING))
                .map(Fact::time)
                .filter(stopping ->
                        situation.opening().firstSign().map(stopping::isBefore).orElse(true))
                .or(() -> situation.opening().firstSign())
                .orElse(lost.time());
        return phase("lost", situation.opening().oldMember(), sign, lost.time());
    }

    private void directors(Reign successor, Optional<Fact> serving, List<Phase> phases) {
        for (Director director : directors.expected()) {
            Optional<Fact> confirmed = Directors.confirmation(director, successor);
            boolean isAddress = director.node().isEmpty();
            String where = isAddress
                    ? confirmed.map(f -> f.earliest().node()).orElse("") + "/" + director.name()
                    : director.name();
            between(serving, confirmed, isAddress ? "address" : "route", where).ifPresent(phases::add);
        }
    }

    private static Optional<Phase> between(Optional<Fact> from, Optional<Fact> to, String name, String where) {
        return from.flatMap(f -> to.map(t -> between(f, t, name, where)));
    }

    private static Phase between(Fact from, Fact to, String name, String where) {
        for (BusRecord start : from.byNode().values()) {
            BusRecord end = to.byNode().get(start.node());
            if (end != null) {
                return phase(name, where, start.time(), end.time());
            }
        }
        return phase(name, where, from.time(), to.time());
    }

    private static Phase phase(String name, String where, Instant start, Instant end) {
        return Phase.newBuilder()
                .setName(name)
                .setWhere(where)
                .setStartUs(micros(start))
                .setDurationUs(Math.max(0, ChronoUnit.MICROS.between(start, end)))
                .setClocksDiffer(end.isBefore(start))
                .build();
    }

    static long micros(Instant time) {
        return ChronoUnit.MICROS.between(Instant.EPOCH, time);
    }
}
