package io.pgbaton.coordinator.decide;

import io.pgbaton.coordinator.decide.handover.Handover;
import io.pgbaton.coordinator.decide.handover.Handover.Marks;
import io.pgbaton.coordinator.decide.handover.Stage;

/**
 * One scope. Facts are folded in whatever order they come; after each input the machine compares what is known with what
 * has been done and does the rest, so no order of observations has a rule of its own.
 *
 * <pre>
 * stage        input                                   next         does
 * none, CLOSED an epoch ended, or began with no end    OPENING      hold offsets, intent, write record,
 *              seen, or a drain is asked for                        start timers
 * OPENING      RecordWritten                           OPEN         outcome, handover.started, held facts
 * OPEN         whatever settles it (VerdictRule),      CLOSING      intent, write record
 *              timers too
 * CLOSING      RecordWritten                           ANNOUNCING   outcome, handover.completed or .failed
 * ANNOUNCING   Announced                               MARKING      write record
 * MARKING      RecordWritten                           CLOSED       release offsets
 * OWED         ReplayEnded                             ANNOUNCING   handover.completed or .failed
 * any          RecordTaken                             -            step down
 *
 * TookOver     with a record that is open              OPEN         handover.started, unless it is on the bus
 *              closed, and not announced               OWED
 *              announced                               CLOSED
 *              none                                    none
 * </pre>
 *
 * Commands go out by the facts alone, in every stage of an undecided handover, and after a failed one (CommandPlan).
 * Rehearsals go on beside it and give way to it ({@link Rehearser}); backups that are planned wait for it ({@link Planner});
 * a cluster or a member from a backup is made step by step ({@link Restorer}), also when a broken member is healed ({@link Healer}).
 */
public final class HandoverMachine {
    private HandoverMachine() {}

    public static Decision decide(ScopeState state, Input input) {
        Turn turn = new Turn(state, input.at());
        if (input instanceof Input.Received received && Reception.isNoNews(received.record())) {
            return turn.decision();
        }
        if (input instanceof Input.RecordTaken taken) {
            turn.act(new Action.StepDown("the record of the handover is " + taken.by() + "'s"));
            return turn.decision();
        }
        take(turn, input);
        new Opener(turn).openIfDue();
        new Commander(turn).command();
        new Closer(turn).closeIfOver();
        new Rehearser(turn).goOn();
        new Planner(turn).goOn();
        new Restorer(turn).goOn();
        new Healer(turn).goOn();
        new Bulletin(turn).tellIfChanged();
        new Describer(turn).describeIfChanged();
        return turn.decision();
    }

    private static void take(Turn turn, Input input) {
        if (input instanceof Input.Received received) {
            new Reception(turn).receive(received.record());
        } else if (input instanceof Input.AgentsRead read) {
            new Reception(turn).agents(read.agents());
        } else if (input instanceof Input.HandsOffRead read) {
            new Bulletin(turn).read(read.hands());
        } else if (input instanceof Input.TimerFired fired) {
            fired(turn, fired.key());
        } else if (input instanceof Input.RehearsalAsked asked) {
            new Rehearser(turn).asked(asked.revision(), asked.request());
        } else if (input instanceof Input.BackupAsked asked) {
            new BackupDesk(turn).asked(asked.revision(), asked.request());
        } else if (input instanceof Input.RestoreAsked asked) {
            new Restorer(turn).asked(asked.revision(), asked.request(), asked.patroni());
        } else if (input instanceof Input.BackupAgentsRead read) {
            new Planner(turn).agents(read.agents());
        } else if (input instanceof Input.RepositoryRead read) {
            new Planner(turn).read(read.stanza(), read.repo(), read.repository());
        } else {
            takeAnswer(turn, input);
        }
    }

    private static void takeAnswer(Turn turn, Input input) {
        if (input instanceof Input.RecordWritten) {
            written(turn);
        } else if (input instanceof Input.Announced) {
            announced(turn);
        } else if (input instanceof Input.TookOver tookOver) {
            new Takeover(turn).begin(tookOver);
        } else if (input instanceof Input.ReplayEnded) {
            replayEnded(turn);
        } else if (input instanceof Input.RehearsalKnown known) {
            new Rehearser(turn).known(known.revision());
        } else if (input instanceof Input.RehearsalPut put) {
            new Rehearser(turn).put(put.revision());
        } else if (input instanceof Input.RehearsalNotPut) {
            new Rehearser(turn).notPut();
        } else if (input instanceof Input.PatroniCleaned cleaned) {
            new Restorer(turn).cleaned(cleaned.command(), cleaned.fault());
        }
    }

    private static void written(Turn turn) {
        if (turn.isAt(Stage.OPENING)) {
            opened(turn);
        } else if (turn.isAt(Stage.CLOSING)) {
            new Closer(turn).announce();
        } else if (turn.isAt(Stage.MARKING)) {
            new Closer(turn).over();
        }
    }

    private static void opened(Turn turn) {
        Handover handover = turn.current().at(Stage.OPEN);
        turn.become(handover);
        turn.outbox = turn.outbox.withPatienceOver(false);
        turn.cancel(TimerKey.Kind.PATIENCE);
        turn.audit(turn.records.done(
                handover.opening(), Opener.ACTION, handover.opening().endedEpoch()));
        turn.publish(turn.records.started(turn.text()));
        releaseHeld(turn);
    }

    private static void releaseHeld(Turn turn) {
        turn.outbox.held().forEach(fact -> turn.act(new Action.PublishEvent(fact)));
        turn.outbox = turn.outbox.released();
    }

    private static void announced(Turn turn) {
        if (turn.isAt(Stage.ANNOUNCING)) {
            new Closer(turn).mark();
        }
    }

    private static void replayEnded(Turn turn) {
        turn.replaying = false;
        if (turn.isAt(Stage.OWED)) {
            new Closer(turn).announceOwed();
        }
        new Rehearser(turn).replayEnded();
        new Planner(turn).startDue();
        new Restorer(turn).startDue();
        new Healer(turn).startDue();
    }

    private static void fired(Turn turn, TimerKey key) {
        if (key.kind() == TimerKey.Kind.SILENCE) {
            new Reception(turn).silent(key.subject());
            return;
        }
        if (key.kind() == TimerKey.Kind.MAINTENANCE) {
            new Bulletin(turn).awaitEnd();
            return;
        }
        if (key.kind() == TimerKey.Kind.REHEARSAL_DUE) {
            new Rehearser(turn).due();
            return;
        }
        if (key.kind() == TimerKey.Kind.REHEARSAL_BUDGET) {
            new Rehearser(turn).budgetOver(key.subject());
            return;
        }
        if (key.kind() == TimerKey.Kind.BACKUP_DUE) {
            new Planner(turn).due();
            return;
        }
        if (key.kind() == TimerKey.Kind.RESTORE_DUE) {
            new Restorer(turn).due();
            return;
        }
        if (key.kind() == TimerKey.Kind.HEALING_DUE) {
            new Healer(turn).startDue();
            return;
        }
        boolean stale = turn.handover
                .filter(handover -> handover.opening().anchor().equals(key.subject()))
                .isEmpty();
        if (stale) {
            return;
        }
        Marks marks = turn.current().marks();
        switch (key.kind()) {
            case HANDOVER_TIMEOUT -> turn.become(turn.current().with(marks.withTimedOut()));
            case DRAIN_LIMIT -> turn.become(turn.current().with(marks.withDrainOver()));
            case SETTLE -> turn.become(turn.current().with(marks.withSettled()));
            case PATIENCE -> {
                turn.outbox = turn.outbox.withPatienceOver(true);
                releaseHeld(turn);
            }
            case RETRY, SILENCE, MAINTENANCE, REHEARSAL_DUE, REHEARSAL_BUDGET, BACKUP_DUE, RESTORE_DUE, HEALING_DUE -> {
                // A look at the clock is all: commands that are due are found after every input.
            }
        }
    }
}
