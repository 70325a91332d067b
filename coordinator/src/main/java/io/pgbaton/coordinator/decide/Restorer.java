package io.pgbaton.coordinator.decide;

import io.pgbaton.coordinator.decide.fact.Reign;
import io.pgbaton.coordinator.decide.restore.Around;
import io.pgbaton.coordinator.decide.restore.Going;
import io.pgbaton.coordinator.decide.restore.PatroniThere;
import io.pgbaton.coordinator.decide.restore.RestoreAction;
import io.pgbaton.coordinator.decide.restore.RestoreDecision;
import io.pgbaton.coordinator.decide.restore.RestoreMachine;
import io.pgbaton.coordinator.decide.restore.RestoreNews;
import io.pgbaton.proto.bus.BusRecord;
import io.pgbaton.proto.id.EventIds;
import io.pgbaton.proto.v1.BackupProgressed;
import io.pgbaton.proto.v1.BackupStarted;
import io.pgbaton.proto.v1.ClusterState;
import io.pgbaton.proto.v1.MemberChecked;
import io.pgbaton.proto.v1.Outcome;
import io.pgbaton.proto.v1.Refusal;
import io.pgbaton.proto.v1.RestoreCompleted;
import io.pgbaton.proto.v1.RestoreProgressed;
import io.pgbaton.proto.v1.RestoreRequest;
import io.pgbaton.proto.v1.RestoreStarted;
import java.time.Duration;

/** Tells the restore of the scope what concerns it, and does what its machine asks for. A scope without one costs nothing. */
final class Restorer {
    private static final Duration LOOK_EVERY = Duration.ofSeconds(10);
    private static final TimerKey DUE = new TimerKey(TimerKey.Kind.RESTORE_DUE, "");

    private final Turn turn;

    Restorer(Turn turn) {
        this.turn = turn;
    }

    void begin(ClusterState described) {
        if (described.hasRestore()) {
            turn.restore = Going.takenOver(described.getRestore(), turn.at.nanos());
        }
    }

    void asked(long revision, RestoreRequest request, PatroniThere patroni) {
        String id = EventIds.restore(turn.identity.etcdCluster(), turn.identity.scope(), revision);
        tell(new RestoreNews.Asked(id, request, patroni));
        startDue();
    }

    /** @param fault empty when it is done */
    void cleaned(String command, String fault) {
        tell(fault.isEmpty() ? new RestoreNews.Done(command) : new RestoreNews.Failed(command, "not-cleaned", fault));
    }

    void heard(BusRecord record) {
        switch (record.type()) {
            case RESTORE_STARTED -> word(record.data(RestoreStarted.class).getCommandId());
            case RESTORE_PROGRESSED -> word(record.data(RestoreProgressed.class).getCommandId());
            case BACKUP_STARTED -> word(record.data(BackupStarted.class).getCommandId());
            case BACKUP_PROGRESSED -> word(record.data(BackupProgressed.class).getCommandId());
            case RESTORE_COMPLETED ->
                tell(new RestoreNews.Done(record.data(RestoreCompleted.class).getCommandId()));
            case MEMBER_CHECKED -> tell(new RestoreNews.Checked(record.data(MemberChecked.class)));
            case OUTCOME_RECORDED -> ended(record.data(Outcome.class));
            case REFUSAL_RECORDED -> {
                Refusal refusal = record.data(Refusal.class);
                tell(new RestoreNews.Failed(
                        refusal.getCommandId(), "refused", refusal.getReason() + ": " + refusal.getDetail()));
            }
            default -> {
                // Of something else.
            }
        }
    }

    /** After every input. */
    void goOn() {
        if (turn.restore.isOpen()) {
            tell(new RestoreNews.Looked());
        }
    }

    void due() {
        goOn();
        startDue();
    }

    void startDue() {
        if (turn.restore.isOpen()) {
            turn.act(new Action.StartTimer(DUE, LOOK_EVERY));
        }
    }

    private void word(String command) {
        tell(new RestoreNews.Word(command));
    }

    private void ended(Outcome outcome) {
        String command = outcome.getCommandId();
        switch (outcome.getResult()) {
            case RESULT_DONE -> tell(new RestoreNews.Done(command));
            case RESULT_FAILED -> tell(failed(command, outcome.getDetail()));
            case RESULT_UNKNOWN -> tell(new RestoreNews.Unknown(command));
            default -> word(command);
        }
    }

    /** Agents put the name before the sentence. */
    private static RestoreNews failed(String command, String detail) {
        int colon = detail.indexOf(": ");
        boolean named = colon > 0 && detail.substring(0, colon).matches("[a-z0-9-]+");
        return named
                ? new RestoreNews.Failed(command, detail.substring(0, colon), detail.substring(colon + 2))
                : new RestoreNews.Failed(command, "failed", detail);
    }

    private void tell(RestoreNews news) {
        if (!turn.restore.isOpen() && !(news instanceof RestoreNews.Asked)) {
            return;
        }
        RestoreDecision decision = RestoreMachine.decide(turn.restore, around(), news);
        turn.restore = decision.next();
        decision.actions().forEach(this::act);
    }

    private void act(RestoreAction action) {
        if (action instanceof RestoreAction.Send send) {
            BusRecord record = turn.records.restore(send.id(), send.command());
            // One that is sent again has the id that it had.
            if (turn.isNew(record) || send.times() > 1) {
                turn.act(new Action.SendCommand(record, send.times()));
            }
        } else if (action instanceof RestoreAction.Clean clean) {
            turn.act(new Action.CleanPatroni(clean.id()));
        } else if (action instanceof RestoreAction.Tell told) {
            turn.publish(
                    turn.records.restoreFact(told.type(), turn.restore.text().getId(), told.attempt(), told.data()));
        } else if (action instanceof RestoreAction.Refuse refuse) {
            turn.publish(turn.records.restoreRefused(refuse.id(), refuse.reason(), refuse.sentence()));
        }
    }

    private Around around() {
        return new Around(
                turn.identity.scope().key(),
                turn.at.nanos(),
                turn.at.wall(),
                turn.replaying,
                turn.hands.paused(),
                turn.leader().map(Reign::member).orElse(""),
                turn.backups.agents(),
                turn.healing.broken());
    }
}
