package io.pgbaton.coordinator.decide;

import io.pgbaton.coordinator.decide.fact.EpochFacts.Known;
import io.pgbaton.coordinator.decide.fact.EpochOf;
import io.pgbaton.coordinator.decide.fact.Reign;
import io.pgbaton.coordinator.decide.handover.Due;
import io.pgbaton.coordinator.decide.handover.Handover;
import io.pgbaton.coordinator.decide.handover.Opening;
import io.pgbaton.coordinator.decide.handover.Stage;
import io.pgbaton.proto.v1.AgentRegistration;
import io.pgbaton.proto.v1.HandoverKind;
import io.pgbaton.proto.v1.Roster;
import java.time.Instant;
import java.util.Optional;

/** Opens the handover that is due, or keeps its place while the one before it is being closed. */
final class Opener {
    static final String ACTION = "open handover";

    private final Turn turn;

    Opener(Turn turn) {
        this.turn = turn;
    }

    void openIfDue() {
        Optional<Due> byEpoch = Due.byEpoch(turn.facts, turn.settled, turn.handover);
        boolean busy = turn.handover.filter(h -> h.stage() != Stage.CLOSED).isPresent();
        Optional<Due> byRequest = Due.byRequest(turn.facts, turn.drained);
        byRequest.ifPresent(request -> turn.drained = request.requestRevision());
        if (busy) {
            byEpoch.ifPresent(this::keepPlace);
            return;
        }
        boolean mayDrain = !turn.view.pause().paused() && !turn.hands.paused();
        byEpoch.or(() -> byRequest.filter(request -> mayDrain)).ifPresent(this::open);
    }

    /** The record that made it due comes but once; a successor must find it. */
    private void keepPlace(Due due) {
        String anchor = due.anchor(turn.identity.handoverId(due.endedEpoch()));
        if (!turn.outbox.pending().equals(anchor)) {
            turn.outbox = turn.outbox.withPending(anchor);
            turn.act(new Action.HoldOffsets(anchor));
            turn.start(TimerKey.Kind.PATIENCE, turn.timings.patience());
        }
    }

    private void open(Due due) {
        Opening opening = opening(due);
        turn.become(Handover.opened(opening, turn.facts));
        turn.outbox = turn.outbox.withPending("").withPatienceOver(false);
        turn.act(new Action.HoldOffsets(opening.anchor()));
        turn.audit(turn.records.intent(opening, ACTION, opening.endedEpoch(), opening.reason()));
        turn.act(new Action.WriteRecord(turn.text().record(turn.identity.run())));
        turn.start(TimerKey.Kind.HANDOVER_TIMEOUT, turn.timings.handoverTimeout());
        turn.start(TimerKey.Kind.PATIENCE, turn.timings.patience());
        if (opening.requestRevision() > 0) {
            turn.start(TimerKey.Kind.DRAIN_LIMIT, turn.timings.drainLimit());
        }
    }

    private Opening opening(Due due) {
        Optional<Reign> ended = turn.facts.reignOf(due.endedEpoch());
        String oldMember = ended.map(Reign::member)
                .filter(m -> !m.isEmpty())
                .orElse(EpochOf.text(due.cause().earliest().data(), "previous_member"));
        return new Opening(
                turn.identity.handoverId(due.endedEpoch()),
                due.endedEpoch(),
                HandoverKind.HANDOVER_KIND_UNSPECIFIED,
                due.requestRevision(),
                new Known(
                        oldMember,
                        ended.map(Reign::timeline).orElse(0),
                        ended.map(Reign::isWritable).orElse(false)),
                firstSign(oldMember),
                due.cause().time(),
                Roster.newBuilder().addAllAgents(turn.agents.present()).build(),
                due.reason(),
                due.cause().earliest().id());
    }

    private Optional<Instant> firstSign(String member) {
        return turn.agents.present().stream()
                .filter(agent -> !member.isEmpty() && agent.getMember().equals(member))
                .map(AgentRegistration::getNode)
                .findFirst()
                .flatMap(turn.agents.signs()::first);
    }
}
