package io.pgbaton.coordinator.decide;

import io.pgbaton.coordinator.decide.handover.CommandPlan;
import io.pgbaton.coordinator.decide.handover.Directors;
import io.pgbaton.coordinator.decide.handover.Handover;
import io.pgbaton.coordinator.decide.handover.SentCommand;
import io.pgbaton.coordinator.decide.handover.Wanted;
import io.pgbaton.proto.bus.BusRecord;
import io.pgbaton.proto.bus.EventType;
import io.pgbaton.proto.id.EventIds;
import io.pgbaton.proto.v1.Command;
import io.pgbaton.proto.v1.Outcome;
import io.pgbaton.proto.v1.Result;
import java.util.List;

/**
 * Sends what the plan wants and has not been sent, and again what has had no answer. Waits for nothing: not for etcd,
 * not for the audit. Also after a handover has failed, because its leader may come yet.
 */
final class Commander {
    private final Turn turn;

    Commander(Turn turn) {
        this.turn = turn;
    }

    void command() {
        if (turn.handover.isEmpty() || !goesOn()) {
            return;
        }
        takeAnswers();
        List<Wanted> wanted = new CommandPlan(turn.situation(), turn.directors(), turn.current(), (int)
                        turn.timings.drainLimit().toMillis())
                .wanted();
        wanted.forEach(this::send);
        boolean more = wanted.stream()
                .map(one -> turn.current().commands().get(id(one)))
                .anyMatch(SentCommand::mayBeRepeated);
        if (more) {
            turn.start(TimerKey.Kind.RETRY, turn.timings.retryTick());
        }
    }

    private boolean goesOn() {
        boolean hopeful = turn.current().isUndecided() || turn.text().isFailure();
        return hopeful && !turn.situation().isSuperseded();
    }

    private void send(Wanted wanted) {
        SentCommand before = turn.current().commands().get(id(wanted));
        if (before == null) {
            sendFirst(wanted);
        } else if (before.isDue(turn.at.nanos())) {
            SentCommand again = before.again(turn.at.nanos());
            turn.become(turn.current().with(again));
            turn.urgently(new Action.SendCommand(again.record(), again.attempts()));
        }
    }

    private void sendFirst(Wanted wanted) {
        Handover handover = turn.current();
        BusRecord record = turn.records.command(
                handover.opening(),
                id(wanted),
                wanted.command(),
                wanted.command().getNode());
        turn.become(handover.with(SentCommand.first(record, turn.at.nanos())));
        if (turn.isNew(record)) {
            String what = wanted.action() + ": " + wanted.target();
            BusRecord intent = turn.records.commandIntent(
                    handover.opening(), record, wanted.command().getEpoch(), what);
            if (turn.isNew(intent)) {
                turn.urgently(new Action.RecordAudit(intent));
            }
            turn.urgently(new Action.SendCommand(record, 1));
        }
    }

    private String id(Wanted wanted) {
        return EventIds.command(
                turn.current().opening().id(),
                wanted.command().getEpoch(),
                wanted.command().getNode(),
                wanted.idAction(),
                wanted.target());
    }

    private void takeAnswers() {
        for (SentCommand sent : turn.current().commands().values()) {
            BusRecord answer = turn.agents.answers().get(sent.record().id());
            if (answer != null && !sent.answered()) {
                turn.become(turn.current().with(sent.answer()));
                confirm(sent.record().data(Command.class), answer);
            }
        }
    }

    /**
     * A proxy is where it was told to be once it says so, also when it was there before and nothing changed. An
     * address is taken long before it is on the interface, so only "already there" counts; else its agent says
     * address.acquired.
     */
    private void confirm(Command command, BusRecord answer) {
        if (answer.type() != EventType.OUTCOME_RECORDED) {
            return;
        }
        Result result = answer.data(Outcome.class).getResult();
        boolean already = result == Result.RESULT_ALREADY;
        if (command.hasRoute() && (already || result == Result.RESULT_DONE)) {
            String director =
                    Directors.route(command.getNode(), command.getRoute().getProxy());
            turn.facts = turn.facts.withAnswer(
                    command.getEpoch(), director, command.getRoute().getMember(), answer);
        } else if (command.hasAcquireAddress() && already) {
            turn.facts = turn.facts.withAnswer(
                    command.getEpoch(),
                    command.getAcquireAddress().getName(),
                    command.getAcquireAddress().getMember(),
                    answer);
        }
    }
}
