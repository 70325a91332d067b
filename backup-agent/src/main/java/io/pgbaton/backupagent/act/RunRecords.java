package io.pgbaton.backupagent.act;

import io.pgbaton.backupagent.decide.Attempt;
import io.pgbaton.backupagent.decide.Conclusion;
import io.pgbaton.backupagent.decide.Heard;
import io.pgbaton.backupagent.decide.Job;
import io.pgbaton.backupagent.decide.Line;
import io.pgbaton.backupagent.metrics.StanzaMetrics;
import io.pgbaton.proto.bus.EventType;
import io.pgbaton.proto.v1.BackupCompleted;
import io.pgbaton.proto.v1.BackupFailed;
import io.pgbaton.proto.v1.BackupKind;
import io.pgbaton.proto.v1.BackupProgressed;
import io.pgbaton.proto.v1.BackupStarted;
import io.pgbaton.proto.v1.BackupTask;
import io.pgbaton.proto.v1.BackupType;
import io.pgbaton.proto.v1.Intent;
import io.pgbaton.proto.v1.Outcome;
import io.pgbaton.proto.v1.Refusal;
import io.pgbaton.proto.v1.RefusalReason;
import io.pgbaton.proto.v1.Result;
import io.pgbaton.runtime.record.Audit;
import io.vertx.core.Future;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What is said of the jobs of a stanza: on the audit, to everybody, in the log. */
public class RunRecords {
    private static final Logger log = LoggerFactory.getLogger(RunRecords.class);

    private final StanzaRecorder recorder;
    private final Audit audit;
    private final StanzaMetrics metrics;
    private final String node;

    public RunRecords(StanzaRecorder recorder, Audit audit, StanzaMetrics metrics, String node) {
        this.recorder = recorder;
        this.audit = audit;
        this.metrics = metrics;
        this.node = node;
    }

    /** The action may follow when this completes; never fails. */
    public Future<Void> intent(Attempt attempt) {
        Job job = attempt.job();
        if (!job.recorded()) {
            return Future.succeededFuture();
        }
        return audit.intent(
                job.task().getStanza(),
                Intent.newBuilder()
                        .setActionId(attempt.id())
                        .setAction(action(job))
                        .setTarget(target(job))
                        .setReason(reason(job))
                        .setCommandId(job.id())
                        .build());
    }

    public void started(Attempt attempt) {
        if (isTold(attempt)) {
            BackupStarted data = BackupStarted.newBuilder()
                    .setCommandId(attempt.job().id())
                    .setAttempt(attempt.number())
                    .setNode(node)
                    .setTask(attempt.job().task())
                    .setActor(attempt.job().actor())
                    .setReason(attempt.job().reason())
                    .build();
            recorder.backup(isDrill(attempt) ? EventType.DRILL_STARTED : EventType.BACKUP_STARTED, attempt, "", data);
        }
    }

    /** @param phase of a drill, empty otherwise */
    public void progressed(Attempt attempt, Line.Progress progress, String phase) {
        if (isTold(attempt)) {
            BackupProgressed data = BackupProgressed.newBuilder()
                    .setCommandId(attempt.job().id())
                    .setAttempt(attempt.number())
                    .setNode(node)
                    .setTask(attempt.job().task())
                    .setPercentHundredths(progress.hundredths())
                    .setBytes(progress.bytes())
                    .setPhase(phase)
                    .build();
            recorder.backup(
                    isDrill(attempt) ? EventType.DRILL_PROGRESSED : EventType.BACKUP_PROGRESSED,
                    attempt,
                    phase + progress.hundredths(),
                    data);
        }
    }

    /** Completes when it is on disk, or will not be soon; never fails. */
    public Future<Boolean> concluded(Attempt attempt, Conclusion conclusion) {
        Job job = attempt.job();
        count(attempt, conclusion.result());
        if (conclusion.result() == Result.RESULT_FAILED || conclusion.result() == Result.RESULT_UNKNOWN) {
            log.warn(
                    "It was not done: {}. action=\"{}\" target={} name={} code={} next=\"{}\"",
                    conclusion.detail(),
                    action(job),
                    target(job),
                    conclusion.name(),
                    conclusion.code(),
                    NextStep.of(conclusion.name(), job.task()));
        }
        tell(attempt, conclusion);
        if (job.recorded()) {
            audit.outcome(job.task().getStanza(), outcome(attempt, conclusion));
        }
        return recorder.kept();
    }

    public void refused(Job job, RefusalReason reason, String detail) {
        if (job.recorded()) {
            audit.refused(
                    job.task().getStanza(),
                    Refusal.newBuilder()
                            .setCommandId(job.id())
                            .setAction(action(job))
                            .setTarget(target(job))
                            .setReason(reason)
                            .setDetail(detail)
                            .build());
        }
    }

    public void already(Job job) {
        audit.outcome(
                job.task().getStanza(),
                Outcome.newBuilder()
                        .setActionId(job.id())
                        .setAction(action(job))
                        .setTarget(target(job))
                        .setResult(Result.RESULT_ALREADY)
                        .setDetail("this agent has taken the command in before")
                        .setCommandId(job.id())
                        .build());
    }

    void count(Attempt attempt, Result result) {
        if (isDrill(attempt)) {
            metrics.drilled(result);
        } else {
            metrics.ran(type(attempt.job().task()), result);
        }
    }

    void tell(Attempt attempt, Conclusion conclusion) {
        if (isDrill(attempt)) {
            tellDrill(attempt, conclusion);
        } else if (isTold(attempt)) {
            tellBackup(attempt, conclusion);
        }
    }

    private void tellBackup(Attempt attempt, Conclusion conclusion) {
        Job job = attempt.job();
        if (conclusion.result() == Result.RESULT_DONE) {
            BackupCompleted data = BackupCompleted.newBuilder()
                    .setCommandId(job.id())
                    .setAttempt(attempt.number())
                    .setNode(node)
                    .setTask(job.task())
                    .setDurationMs(conclusion.took().toMillis())
                    .addAllWarnings(conclusion.heard().warnings())
                    .setLabel(conclusion.heard().label())
                    .build();
            recorder.backup(EventType.BACKUP_COMPLETED, attempt, "", data);
        } else if (conclusion.result() != Result.RESULT_LATER) {
            BackupFailed data = BackupFailed.newBuilder()
                    .setCommandId(job.id())
                    .setAttempt(attempt.number())
                    .setNode(node)
                    .setTask(job.task())
                    .setCode(conclusion.code())
                    .setName(conclusion.name())
                    .setDetail(conclusion.detail())
                    .setNextStep(NextStep.of(conclusion.name(), job.task()))
                    .setDurationMs(conclusion.took().toMillis())
                    .build();
            recorder.backup(EventType.BACKUP_FAILED, attempt, "", data);
        }
    }

    private void tellDrill(Attempt attempt, Conclusion conclusion) {
        if (conclusion.result() == Result.RESULT_DONE) {
            recorder.backup(EventType.DRILL_COMPLETED, attempt, "", DrillReport.completed(node, attempt, conclusion));
        } else if (conclusion.result() != Result.RESULT_LATER) {
            recorder.backup(EventType.DRILL_FAILED, attempt, "", DrillReport.failed(node, attempt, conclusion));
        }
    }

    private static Outcome outcome(Attempt attempt, Conclusion conclusion) {
        return Outcome.newBuilder()
                .setActionId(attempt.id())
                .setAction(action(attempt.job()))
                .setTarget(target(attempt.job()))
                .setResult(conclusion.result())
                .setDetail(detail(attempt, conclusion))
                .setDurationUs(TimeUnit.MILLISECONDS.toMicros(conclusion.took().toMillis()))
                .setCommandId(attempt.job().id())
                .build();
    }

    private static String detail(Attempt attempt, Conclusion conclusion) {
        return switch (conclusion.result()) {
            case RESULT_DONE -> done(conclusion.heard());
            case RESULT_LATER -> conclusion.detail();
            default ->
                conclusion.name() + (conclusion.detail().isEmpty() ? "" : ": " + conclusion.detail()) + "; "
                        + NextStep.of(conclusion.name(), attempt.job().task());
        };
    }

    private static String done(Heard heard) {
        return Stream.concat(
                        Stream.of(
                                heard.label(),
                                heard.drilled().backup().map(Line.Chosen::label).orElse("")),
                        heard.warnings().stream())
                .filter(part -> !part.isEmpty())
                .collect(Collectors.joining("; "));
    }

    /** As in {@code full backup}, {@code stanza-create}. */
    private static String action(Job job) {
        String command = Wrapper.command(job.task().getKind());
        return command.equals("backup") && job.task().getType() != BackupType.BACKUP_TYPE_UNSPECIFIED
                ? type(job.task()) + " backup"
                : command;
    }

    private static String target(Job job) {
        int repo = job.task().getRepo();
        return job.task().getStanza() + (repo == 0 ? "" : "/repo" + repo);
    }

    private static String reason(Job job) {
        return job.actor().isEmpty() ? job.reason() : job.actor() + ": " + job.reason();
    }

    private static String type(BackupTask task) {
        if (task.getKind() != BackupKind.BACKUP_KIND_BACKUP) {
            return Wrapper.command(task.getKind());
        }
        return task.getType() == BackupType.BACKUP_TYPE_UNSPECIFIED
                ? "default"
                : task.getType().name().substring("BACKUP_TYPE_".length()).toLowerCase(Locale.ROOT);
    }

    /** In events, which the world hears, and not on the audit alone. */
    private static boolean isTold(Attempt attempt) {
        return attempt.job().task().getKind() == BackupKind.BACKUP_KIND_BACKUP || isDrill(attempt);
    }

    private static boolean isDrill(Attempt attempt) {
        return attempt.job().task().getKind() == BackupKind.BACKUP_KIND_DRILL;
    }
}
