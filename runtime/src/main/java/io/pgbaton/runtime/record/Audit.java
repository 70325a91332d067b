package io.pgbaton.runtime.record;

import io.pgbaton.proto.bus.EventType;
import io.pgbaton.proto.v1.Intent;
import io.pgbaton.proto.v1.Outcome;
import io.pgbaton.proto.v1.Refusal;
import io.vertx.core.Future;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What one scope's agent puts on the audit: an intent before an action and its outcome after it, or a refusal. */
public final class Audit {
    private static final Logger log = LoggerFactory.getLogger(Audit.class);

    private final ScopeRecorder recorder;
    private final AuditMetrics metrics;

    public Audit(ScopeRecorder recorder, AuditMetrics metrics) {
        this.recorder = recorder;
        this.metrics = metrics;
    }

    /**
     * R9: the action follows when this completes, which it does within a bound: a disk that does not answer is counted and
     * not waited for (R6). Never fails.
     *
     * @param subject the director that is acted on
     */
    public Future<Void> intent(String subject, Intent intent) {
        recorder.audit(EventType.INTENT_RECORDED, subject, intent.getCommandId(), intent);
        return recorder.kept()
                .onSuccess(kept -> {
                    if (!kept) {
                        metrics.intentNotKept();
                        log.warn(
                                "The disk of the journal does not answer: acting before the intent is on it."
                                        + " action=\"{}\" target={}",
                                intent.getAction(),
                                intent.getTarget());
                    }
                })
                .mapEmpty();
    }

    /** @param subject the director that was acted on */
    public void outcome(String subject, Outcome outcome) {
        recorder.audit(EventType.OUTCOME_RECORDED, subject, outcome.getCommandId(), outcome);
    }

    /**
     * Of every command that is not carried out: counted by its reason, in the log, and on the audit.
     *
     * @param subject the director that the command was for, or this node when it has no such
     */
    public void refused(String subject, Refusal refusal) {
        metrics.refused(refusal.getReason());
        log.warn(
                "A command is refused: {}. action=\"{}\" target={} reason={} command={} epoch={}",
                refusal.getDetail(),
                refusal.getAction(),
                refusal.getTarget(),
                refusal.getReason(),
                refusal.getCommandId(),
                refusal.getEpoch());
        recorder.audit(EventType.REFUSAL_RECORDED, subject, refusal.getCommandId(), refusal);
    }
}
