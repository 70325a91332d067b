package io.pgbaton.coordinator.decide;

import io.pgbaton.coordinator.decide.fact.Fact;
import io.pgbaton.coordinator.decide.fact.Reign;
import io.pgbaton.coordinator.decide.handover.Directors;
import io.pgbaton.coordinator.decide.handover.Handover;
import io.pgbaton.coordinator.decide.handover.Opening;
import io.pgbaton.coordinator.decide.handover.SentCommand;
import io.pgbaton.coordinator.decide.handover.Stage;
import io.pgbaton.coordinator.decide.handover.Verdict;
import io.pgbaton.coordinator.decide.handover.VerdictRule;
import io.pgbaton.proto.bus.BusRecord;
import io.pgbaton.proto.v1.Command;
import io.pgbaton.proto.v1.HandoverMark;
import io.pgbaton.proto.v1.HandoverResult;
import java.util.Optional;

/** Takes a handover from its verdict to the end: closed in etcd first, then announced, then marked as announced. */
final class Closer {
    static final String ACTION = "close handover";

    private final Turn turn;

    Closer(Turn turn) {
        this.turn = turn;
    }

    void closeIfOver() {
        if (!turn.isAt(Stage.OPEN)) {
            return;
        }
        Handover handover = turn.current();
        VerdictRule rule = new VerdictRule(turn.situation(), turn.directors(), handover.marks());
        Optional<Verdict> verdict = rule.verdict();
        if (verdict.isPresent()) {
            close(handover, verdict.get());
        } else if (rule.shouldSettle()) {
            turn.become(handover.with(handover.marks().withSettling()));
            turn.start(TimerKey.Kind.SETTLE, turn.timings.settle());
        }
    }

    private void close(Handover handover, Verdict verdict) {
        Opening opening = handover.opening();
        turn.become(handover.closing(verdict));
        settle(verdict);
        count(verdict);
        handover.commands().values().stream().filter(sent -> !sent.answered()).forEach(this::unanswered);
        turn.audit(
                turn.records.intent(opening, ACTION, opening.endedEpoch(), verdict.result() + " " + verdict.reason()));
        turn.act(new Action.WriteRecord(turn.text().record(turn.identity.run())));
        turn.cancel(TimerKey.Kind.HANDOVER_TIMEOUT);
        turn.cancel(TimerKey.Kind.DRAIN_LIMIT);
        turn.cancel(TimerKey.Kind.SETTLE);
        turn.cancel(TimerKey.Kind.RETRY);
    }

    /** R11; the record that closes it carries the count. */
    private void count(Verdict verdict) {
        HandoverMark mark = turn.text().mark();
        if (Stability.counts(mark.getKind(), verdict.result())) {
            turn.stability = turn.stability.with(mark, turn.timings.flapping());
        }
    }

    private void settle(Verdict verdict) {
        if (verdict.result() != HandoverResult.WITHDRAWN) {
            long ended = turn.current().opening().endedEpoch();
            long until = turn.situation().successor().map(Reign::last).orElse(ended);
            turn.settled = Math.max(turn.settled, until);
        }
    }

    /** No answer yet; but what it was to bring about may have been seen, and that ended the handover. */
    private void unanswered(SentCommand sent) {
        Command command = sent.record().data(Command.class);
        boolean seen = turn.situation()
                .successor()
                .flatMap(successor -> effect(command, successor))
                .isPresent();
        turn.audit(turn.records.unanswered(turn.current().opening(), sent.record(), command.getEpoch(), seen));
    }

    private static Optional<Fact> effect(Command command, Reign successor) {
        if (command.hasAcquireAddress()) {
            return successor.addressConfirmed(command.getAcquireAddress().getName());
        }
        return command.hasRoute()
                ? successor.routeConfirmed(
                        Directors.route(command.getNode(), command.getRoute().getProxy()))
                : Optional.empty();
    }

    /** Closed by the coordinator before; what it saw has been replayed. */
    void announceOwed() {
        Handover owed = turn.current();
        VerdictRule rule = new VerdictRule(turn.situation(), turn.directors(), owed.marks());
        Verdict verdict = rule.again(owed.verdict().orElseThrow().result());
        turn.become(owed.with(verdict));
        settle(verdict);
        announce();
    }

    /** Closed in etcd, by us or by the coordinator before: the world may know. */
    void announce() {
        Opening opening = turn.current().opening();
        turn.audit(turn.records.done(opening, ACTION, opening.endedEpoch()));
        turn.view = turn.view.withLast(turn.text().completed(turn.at.wall()));
        turn.become(turn.current().at(Stage.ANNOUNCING));
        BusRecord event = turn.records.ended(turn.text());
        if (turn.isNew(event)) {
            turn.act(new Action.Announce(event));
        } else {
            mark();
        }
    }

    void mark() {
        turn.become(turn.current().at(Stage.MARKING));
        turn.act(new Action.WriteRecord(turn.text().record(turn.identity.run())));
    }

    void over() {
        turn.become(turn.current().at(Stage.CLOSED));
        turn.act(new Action.ReleaseOffsets(turn.current().opening().anchor()));
    }
}
