package io.pgbaton.coordinator.decide;

import io.pgbaton.coordinator.decide.backup.News;
import io.pgbaton.coordinator.decide.backup.Obstacle;
import io.pgbaton.coordinator.decide.backup.Policy;
import io.pgbaton.coordinator.decide.backup.PolicyAction;
import io.pgbaton.coordinator.decide.backup.PolicyDecision;
import io.pgbaton.coordinator.decide.backup.PolicyMachine;
import io.pgbaton.coordinator.decide.backup.PolicyState;
import io.pgbaton.coordinator.decide.backup.PolicyText;
import io.pgbaton.coordinator.decide.backup.Repository;
import io.pgbaton.coordinator.decide.backup.Span;
import io.pgbaton.coordinator.decide.backup.Surroundings;
import io.pgbaton.coordinator.decide.backup.Work;
import io.pgbaton.proto.bus.BusRecord;
import io.pgbaton.proto.v1.BackUp;
import io.pgbaton.proto.v1.BackupAgentRegistration;
import io.pgbaton.proto.v1.BackupCompleted;
import io.pgbaton.proto.v1.BackupFailed;
import io.pgbaton.proto.v1.BackupOverdue;
import io.pgbaton.proto.v1.BackupProgressed;
import io.pgbaton.proto.v1.BackupStarted;
import io.pgbaton.proto.v1.BackupTask;
import io.pgbaton.proto.v1.BackupType;
import io.pgbaton.proto.v1.ClusterState;
import io.pgbaton.proto.v1.Command;
import io.pgbaton.proto.v1.DrillCompleted;
import io.pgbaton.proto.v1.DrillFailed;
import io.pgbaton.proto.v1.Outcome;
import io.pgbaton.proto.v1.Refusal;
import io.pgbaton.proto.v1.Result;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Tells each policy of the scope what concerns it, and does what its machine asks for. A scope without policies costs nothing. */
final class Planner {
    /** Clocks are set, machines sleep: a due time is not left to one long timer. */
    private static final Duration LONGEST_LOOK_AWAY = Duration.ofMinutes(1);

    private static final TimerKey DUE = new TimerKey(TimerKey.Kind.BACKUP_DUE, "");

    private final Turn turn;

    Planner(Turn turn) {
        this.turn = turn;
    }

    void begin(ClusterState described) {
        List<PolicyState> states = new ArrayList<>();
        for (Policy policy : turn.backups.policies()) {
            states.add(described.getBackupsList().stream()
                    .filter(text -> PolicyText.isOf(policy, text))
                    .findFirst()
                    .map(text -> PolicyText.read(turn.identity.scope(), policy, text, around(policy)))
                    .orElseGet(() -> PolicyState.begin(turn.identity.scope(), policy, around(policy))));
        }
        turn.backups = turn.backups.with(states);
    }

    void agents(List<BackupAgentRegistration> now) {
        turn.backups = turn.backups.withAgents(now);
    }

    void read(String stanza, int repo, Repository repository) {
        tell(Work.BACKUPS, stanza, repo, new News.Read(repository));
    }

    void heard(BusRecord record) {
        switch (record.type()) {
            case BACKUP_STARTED, DRILL_STARTED ->
                tellAll(new News.Begun(record.data(BackupStarted.class).getCommandId()));
            case BACKUP_PROGRESSED, DRILL_PROGRESSED ->
                tellAll(new News.Begun(record.data(BackupProgressed.class).getCommandId()));
            case BACKUP_COMPLETED -> made(record.time(), record.data(BackupCompleted.class));
            case BACKUP_FAILED -> failed(record.data(BackupFailed.class));
            case DRILL_COMPLETED -> restored(record.time(), record.data(DrillCompleted.class));
            case DRILL_FAILED -> failed(record.data(DrillFailed.class));
            case OUTCOME_RECORDED -> ended(record.time(), record.data(Outcome.class));
            case REFUSAL_RECORDED -> {
                Refusal refusal = record.data(Refusal.class);
                tellAll(new News.NotMade(refusal.getCommandId(), refusal.getReason() + ": " + refusal.getDetail()));
            }
            default -> {
                // Of something else.
            }
        }
    }

    /** After every input. */
    void goOn() {
        tellAll(new News.Looked());
    }

    void due() {
        goOn();
        startDue();
    }

    void startDue() {
        if (!turn.backups.policies().isEmpty()) {
            turn.act(new Action.StartTimer(DUE, untilDue()));
        }
    }

    private void made(Instant stop, BackupCompleted made) {
        BackupTask task = made.getTask();
        Span span = new Span(stop.minusMillis(made.getDurationMs()), stop);
        // pgBackRest makes an incremental one, in its first repository, when it is told nothing else.
        BackupType type =
                task.getType() == BackupType.BACKUP_TYPE_UNSPECIFIED ? BackupType.BACKUP_TYPE_INCR : task.getType();
        int repo = Math.max(1, task.getRepo());
        tell(Work.BACKUPS, task.getStanza(), repo, new News.Made(made.getCommandId(), type, span));
    }

    private void restored(Instant stop, DrillCompleted drill) {
        Span span = new Span(stop.minusMillis(drill.getDurationMs()), stop);
        News news = new News.Made(drill.getCommandId(), BackupType.BACKUP_TYPE_UNSPECIFIED, span);
        tell(Work.DRILLS, drill.getTask().getStanza(), drill.getBackup().getRepo(), news);
    }

    private void failed(BackupFailed failed) {
        tellAll(new News.NotMade(failed.getCommandId(), failed.getName() + ": " + failed.getDetail()));
    }

    private void failed(DrillFailed failed) {
        tellAll(new News.NotMade(failed.getCommandId(), failed.getName() + ": " + failed.getDetail()));
    }

    private void ended(Instant stop, Outcome outcome) {
        if (outcome.getResult() == Result.RESULT_DONE && outcome.getAction().equals(Work.EXPIRY.word())) {
            expired(stop, outcome);
        } else if (outcome.getResult() == Result.RESULT_FAILED || outcome.getResult() == Result.RESULT_UNKNOWN) {
            tellAll(new News.NotMade(outcome.getCommandId(), outcome.getDetail()));
        }
    }

    /** No event tells of it: its outcome is the word, whoever asked for it. Without a repository it was of all. */
    private void expired(Instant stop, Outcome outcome) {
        Span span = new Span(stop.minus(outcome.getDurationUs(), ChronoUnit.MICROS), stop);
        News news = new News.Made(outcome.getCommandId(), BackupType.BACKUP_TYPE_UNSPECIFIED, span);
        for (Policy policy : turn.backups.policies()) {
            Set<String> targets = Set.of(policy.stanza(), policy.stanza() + "/repo" + policy.repo());
            if (policy.work() == Work.EXPIRY && targets.contains(outcome.getTarget())) {
                tell(Work.EXPIRY, policy.stanza(), policy.repo(), news);
            }
        }
    }

    private void tellAll(News news) {
        for (int i = 0; i < turn.backups.states().size(); i++) {
            tell(i, news);
        }
    }

    private void tell(Work work, String stanza, int repo, News news) {
        for (int i = 0; i < turn.backups.states().size(); i++) {
            Policy policy = turn.backups.states().get(i).policy();
            if (policy.work() == work && policy.stanza().equals(stanza) && policy.repo() == repo) {
                tell(i, news);
            }
        }
    }

    private void tell(int index, News news) {
        PolicyState state = turn.backups.states().get(index);
        PolicyDecision decision = PolicyMachine.decide(state, around(state.policy()), news);
        turn.backups = turn.backups.with(index, decision.next());
        decision.actions().forEach(action -> act(decision.next(), action));
    }

    private void act(PolicyState state, PolicyAction action) {
        if (action instanceof PolicyAction.Command command) {
            command(state.policy(), command);
        } else if (action instanceof PolicyAction.TellOverdue told) {
            overdue(state, told.since());
        } else if (action instanceof PolicyAction.Closed closed) {
            turn.act(new Action.BackupClosed(state.policy(), closed.order(), closed.result()));
        }
    }

    private void command(Policy policy, PolicyAction.Command wanted) {
        BackupTask task = BackupTask.newBuilder()
                .setStanza(policy.stanza())
                .setRepo(policy.repo())
                .setKind(policy.work().kind())
                .setType(wanted.order().type())
                .build();
        Command command = Command.newBuilder()
                .setNode(wanted.node())
                .setValidForMs((int) wanted.valid().toMillis())
                .setBackUp(BackUp.newBuilder()
                        .setTask(task)
                        .setActor(turn.identity.coordinator())
                        .setReason(wanted.order().reason()))
                .build();
        BusRecord record = turn.records.backUp(
                wanted.order().command(), command, wanted.order().handover());
        if (turn.isNew(record)) {
            turn.act(new Action.SendCommand(record, wanted.order().attempt()));
        }
    }

    private void overdue(PolicyState state, Instant since) {
        Optional<Obstacle> obstacle = state.waits();
        BackupOverdue data = BackupOverdue.newBuilder()
                .setStanza(state.policy().stanza())
                .setRepo(state.policy().repo())
                .setNewestUs(PolicyText.micros(state.holdings().stop().orElse(Instant.EPOCH)))
                .setOverdueAfterMs(state.policy().overdue().toMillis())
                .setWaitsFor(obstacle.map(Obstacle::sentence).orElse(""))
                .setNextStep("`pgbaton backup policy` shows what is planned, `pgbaton backup now` makes one")
                .build();
        turn.publish(turn.records.overdue(state.policy().key(), Long.toString(since.getEpochSecond()), data));
    }

    private Surroundings around(Policy policy) {
        return new BackupView(turn).of(policy);
    }

    private Duration untilDue() {
        return turn.backups.states().stream()
                .flatMap(state -> state.agenda().next().stream())
                .min(Comparator.naturalOrder())
                .map(next -> Duration.between(turn.at.calendar(), next).plusMillis(1))
                .filter(wait -> wait.compareTo(LONGEST_LOOK_AWAY) < 0)
                .map(wait -> wait.isNegative() ? Duration.ofMillis(1) : wait)
                .orElse(LONGEST_LOOK_AWAY);
    }
}
