package io.pgbaton.backupagent.act;

import io.pgbaton.backupagent.config.MemberConfig;
import io.pgbaton.backupagent.decide.Attempt;
import io.pgbaton.backupagent.decide.Conclusion;
import io.pgbaton.backupagent.decide.Line;
import io.pgbaton.backupagent.metrics.RestoreMetrics;
import io.pgbaton.backupagent.metrics.StanzaMetrics;
import io.pgbaton.backupagent.restore.Prepared;
import io.pgbaton.proto.bus.EventType;
import io.pgbaton.proto.v1.BackupTask;
import io.pgbaton.proto.v1.RestoreCompleted;
import io.pgbaton.proto.v1.RestorePhase;
import io.pgbaton.proto.v1.RestoreProgressed;
import io.pgbaton.proto.v1.RestoreStarted;
import io.pgbaton.proto.v1.Result;
import io.pgbaton.runtime.record.Audit;
import io.vertx.core.Future;
import io.vertx.core.WorkerExecutor;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** What is said of restores for one member. On the event loop. */
public final class RestoreRecords extends RunRecords {
    private final StanzaRecorder recorder;
    private final RestoreMetrics metrics;
    private final String node;
    private final MemberConfig member;
    private final WorkerExecutor worker;
    /** Monotonic nanoseconds; one that an earlier life began has its rate from when this one found it. */
    private final Map<String, Long> begun = new HashMap<>();

    public RestoreRecords(
            StanzaRecorder recorder,
            Audit audit,
            StanzaMetrics lines,
            RestoreMetrics metrics,
            String node,
            MemberConfig member,
            WorkerExecutor worker) {
        super(recorder, audit, lines, node);
        this.recorder = recorder;
        this.metrics = metrics;
        this.node = node;
        this.member = member;
        this.worker = worker;
    }

    @Override
    public void started(Attempt attempt) {
        begun.put(attempt.id(), System.nanoTime());
        BackupTask task = attempt.job().task();
        RestoreStarted data = RestoreStarted.newBuilder()
                .setRestore(task.getInto().getRestore())
                .setCommandId(attempt.job().id())
                .setNode(node)
                .setMember(member.name())
                .setStanza(task.getStanza())
                .setSet(task.getSet())
                .setTarget(task.getInto().getTarget())
                .setActor(attempt.job().actor())
                .setReason(attempt.job().reason())
                .build();
        recorder.backup(EventType.RESTORE_STARTED, attempt, "", data);
    }

    @Override
    public void progressed(Attempt attempt, Line.Progress progress, String phase) {
        RestoreProgressed data = RestoreProgressed.newBuilder()
                .setRestore(attempt.job().task().getInto().getRestore())
                .setCommandId(attempt.job().id())
                .setNode(node)
                .setPhase(RestorePhase.RESTORE_PHASE_RESTORE)
                .setPercentHundredths(progress.hundredths())
                .setBytes(progress.bytes())
                .setBytesPerSecond(rate(attempt, progress.bytes()))
                .build();
        recorder.backup(EventType.RESTORE_PROGRESSED, attempt, Integer.toString(progress.hundredths()), data);
    }

    /** All of it being there is said on disk first: Patroni's script asks for that. A cluster's own data may archive on. */
    @Override
    public Future<Boolean> concluded(Attempt attempt, Conclusion conclusion) {
        if (conclusion.result() != Result.RESULT_DONE) {
            begun.remove(attempt.id());
            return super.concluded(attempt, conclusion);
        }
        Prepared prepared = new Prepared(member.dataDirectory());
        return worker.<Void>executeBlocking(
                        () -> {
                            if (!attempt.job()
                                    .task()
                                    .getInto()
                                    .getSourceStanza()
                                    .isEmpty()) {
                                prepared.forgetArchive();
                            }
                            prepared.ready(member.scope().key(), member.name());
                            return null;
                        },
                        false)
                .transform(written -> super.concluded(
                        attempt, written.succeeded() ? conclusion : notReady(conclusion, written.cause())));
    }

    @Override
    void count(Attempt attempt, Result result) {
        metrics.ran(result);
    }

    /** A failure is the outcome's to tell, and the coordinator's, who knows what it was for. */
    @Override
    void tell(Attempt attempt, Conclusion conclusion) {
        if (conclusion.result() != Result.RESULT_DONE) {
            return;
        }
        RestoreCompleted data = RestoreCompleted.newBuilder()
                .setRestore(attempt.job().task().getInto().getRestore())
                .setCommandId(attempt.job().id())
                .setNode(node)
                .setMember(member.name())
                .setDurationMs(conclusion.took().toMillis())
                .setBytes(conclusion.heard().progress().bytes())
                .build();
        recorder.backup(EventType.RESTORE_COMPLETED, attempt, "", data);
        begun.remove(attempt.id());
    }

    private long rate(Attempt attempt, long bytes) {
        long nanos = System.nanoTime() - begun.computeIfAbsent(attempt.id(), found -> System.nanoTime());
        return bytes * TimeUnit.SECONDS.toNanos(1) / Math.max(nanos, TimeUnit.SECONDS.toNanos(1));
    }

    private static Conclusion notReady(Conclusion conclusion, Throwable cause) {
        String detail = "all was restored, but that could not be written down: "
                + (cause instanceof IOException io ? io.toString() : String.valueOf(cause.getMessage()));
        return new Conclusion(
                Result.RESULT_FAILED, conclusion.code(), "not-ready", detail, conclusion.took(), conclusion.heard());
    }
}
