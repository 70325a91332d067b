package io.pgbaton.coordinator.decide.handover;

import io.pgbaton.coordinator.decide.fact.Fact;
import io.pgbaton.coordinator.decide.fact.Facts;
import io.pgbaton.coordinator.decide.fact.Reign;
import io.pgbaton.coordinator.decide.fact.Requests;
import io.pgbaton.proto.bus.EventType;
import java.util.Optional;

/** The facts as one handover sees them: what ended, and what came after. */
public record Situation(Facts facts, Opening opening) {

    public Optional<Reign> endedReign() {
        return facts.reignOf(opening.endedEpoch());
    }

    public Optional<Reign> successor() {
        return facts.after(opening.endedEpoch());
    }

    public Optional<Fact> lost() {
        long until = successor().map(Reign::first).orElse(Long.MAX_VALUE);
        return facts.between(opening.endedEpoch(), until, EventType.LEADER_LOST).findFirst();
    }

    /** Not so while a leader that was asked to step down stays. */
    public boolean hasEnded() {
        return opening.isBootstrap() || lost().isPresent() || successor().isPresent();
    }

    public boolean wasOverwritten() {
        return successor().flatMap(s -> s.fact(EventType.LEADER_OVERWRITTEN)).isPresent();
    }

    /** The successor's reign is over too: what was left to do is the next handover's. */
    public boolean isSuperseded() {
        return successor()
                .filter(s -> facts.after(s.last()).isPresent()
                        || s.fact(EventType.LEADER_LOST).isPresent())
                .isPresent();
    }

    /** That the epoch should end, asked for and not withdrawn. */
    public Optional<Fact> request() {
        return endedReign().flatMap(reign -> new Requests(reign).standing());
    }

    /** The request that opened it was taken back while the epoch went on. */
    public boolean isWithdrawn() {
        return endedReign()
                .map(reign -> new Requests(reign).withdrawn(opening.requestRevision()))
                .orElse(false);
    }

    public boolean isServed() {
        return successor().flatMap(Reign::serving).isPresent();
    }

    /** Both ends of the change of leader have been told, as far as this kind of change has them. */
    public boolean isTold() {
        boolean endTold = opening.isBootstrap() || wasOverwritten() || lost().isPresent();
        return endTold && successor().flatMap(Reign::acquired).isPresent();
    }
}
