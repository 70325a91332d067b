package io.pgbaton.coordinator.decide;

import io.pgbaton.coordinator.decide.fact.EpochFacts.Known;
import io.pgbaton.coordinator.decide.fact.Facts;
import io.pgbaton.coordinator.decide.handover.Handover;
import io.pgbaton.coordinator.decide.handover.HandoverText;
import io.pgbaton.coordinator.decide.handover.Opening;
import io.pgbaton.coordinator.decide.handover.Stage;
import io.pgbaton.coordinator.decide.rehearsal.Rehearsals;
import io.pgbaton.coordinator.decide.view.ScopeView;
import io.pgbaton.proto.v1.ClusterState;
import io.pgbaton.proto.v1.HandoverRecord;
import io.pgbaton.proto.v1.HandoverResult;
import java.util.Optional;

/**
 * What is known before the replay begins. A handover that is open, or closed and not announced, is replayed from its
 * opening, so the world is put back to the epoch that it ended; else the world is as it was last described.
 */
final class Takeover {
    private final Turn turn;

    Takeover(Turn turn) {
        this.turn = turn;
    }

    void begin(Input.TookOver input) {
        Optional<HandoverRecord> newer = new Overtaken(turn.records, input).newer();
        HandoverRecord record = newer.orElse(input.record());
        turn.handover = HandoverText.takenOver(record);
        turn.drained = record.getRequestRevision();
        turn.view = ScopeView.of(input.described());
        turn.described = input.described().toBuilder().clearUpdatedUs().build();
        turn.agents = turn.agents.withPresent(input.described().getAgentsList());
        new Reception(turn).agents(input.agents());
        turn.outbox = Outbox.of(input.published());
        turn.stability = Stability.of(record);
        turn.rehearsals = Rehearsals.after(input.described().getLastRehearsal());
        new Bulletin(turn).read(input.hands());
        if (turn.isAt(Stage.OPEN) || turn.isAt(Stage.OWED)) {
            world(record.getEndedEpoch(), turn.current().opening().old());
            goOn();
        } else {
            latest(record, input.described());
        }
        new Planner(turn).begin(input.described());
        new Restorer(turn).begin(input.described());
        new Healer(turn).begin(input.described());
        newer.ifPresent(this::writeDown);
    }

    /** One that is still to be announced is written when it has been. */
    private void writeDown(HandoverRecord record) {
        if (!record.getOpen() && !record.getAnnounced()) {
            return;
        }
        turn.become(turn.current().at(record.getOpen() ? Stage.OPENING : Stage.MARKING));
        turn.act(new Action.WriteRecord(
                record.toBuilder().setCoordinator(turn.identity.run()).build()));
    }

    private void latest(HandoverRecord record, ClusterState described) {
        boolean stayed = record.getResult() == HandoverResult.WITHDRAWN;
        long recorded = stayed ? record.getEndedEpoch() : Math.max(record.getNewEpoch(), record.getEndedEpoch());
        if (described.getEpoch() >= recorded) {
            world(
                    described.getEpoch(),
                    new Known(described.getLeader(), described.getTimeline(), described.getWritable()));
        } else if (stayed || record.getNewEpoch() == 0) {
            world(recorded, new Known(stayed ? record.getOldMember() : "", record.getOldTimeline(), false));
        } else {
            world(recorded, new Known(record.getNewMember(), record.getNewTimeline(), false));
        }
    }

    private void world(long epoch, Known known) {
        turn.facts = Facts.startingWith(epoch, known);
        turn.settled = epoch;
    }

    private void goOn() {
        Handover handover = turn.current();
        Opening opening = handover.opening();
        turn.act(new Action.HoldOffsets(opening.anchor()));
        // Whoever opened it may have died before it could say so.
        turn.audit(turn.records.intent(opening, Opener.ACTION, opening.endedEpoch(), opening.reason()));
        turn.audit(turn.records.done(opening, Opener.ACTION, opening.endedEpoch()));
        turn.publish(turn.records.started(turn.text()));
        if (handover.stage() == Stage.OPEN) {
            turn.start(TimerKey.Kind.HANDOVER_TIMEOUT, turn.timings.handoverTimeout());
            if (opening.requestRevision() > 0) {
                turn.start(TimerKey.Kind.DRAIN_LIMIT, turn.timings.drainLimit());
            }
        }
    }
}
