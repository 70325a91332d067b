package io.pgbaton.backupagent;

import io.pgbaton.proto.id.EventIds;
import io.pgbaton.proto.v1.Intent;
import io.pgbaton.proto.v1.Outcome;
import io.pgbaton.proto.v1.Refusal;
import io.pgbaton.proto.v1.RefusalReason;
import io.pgbaton.proto.v1.Result;
import io.pgbaton.runtime.record.Audit;
import io.vertx.core.Future;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * What is done to one member, one thing at a time: its intent before, its outcome after. A life that ends in the middle says
 * nothing of it; the next one says that the outcome is unknown. On the event loop.
 */
final class MemberTasks {
    private final Audit audit;
    private Optional<MemberTask> current = Optional.empty();
    private boolean stopped;

    MemberTasks(Audit audit) {
        this.audit = audit;
    }

    /**
     * How one ended.
     *
     * @param fault one word, empty when it is done
     */
    record Ended(String fault, String detail) {}

    /** Whoever asks while another goes on is told so. */
    void run(MemberTask task, Supplier<Future<Ended>> work) {
        if (current.isPresent()) {
            MemberTask other = current.get();
            refuse(
                    task,
                    RefusalReason.BUSY,
                    "\"" + other.kind().action() + "\" goes on there already, by command " + other.command());
            return;
        }
        current = Optional.of(task);
        audit.intent(
                        task.member(),
                        Intent.newBuilder()
                                .setActionId(attempt(task))
                                .setAction(task.kind().action())
                                .setTarget(task.member())
                                .setReason(task.reason())
                                .setCommandId(task.command())
                                .build())
                .compose(kept -> work.get())
                .onComplete(ended -> {
                    current = Optional.empty();
                    if (!stopped) {
                        ended(
                                task,
                                ended.succeeded()
                                        ? ended.result()
                                        : new Ended("failed", String.valueOf(ended.cause())));
                    }
                });
    }

    /** What goes on. */
    Optional<MemberTask> current() {
        return current;
    }

    void refuse(MemberTask task, RefusalReason reason, String detail) {
        audit.refused(
                task.member(),
                Refusal.newBuilder()
                        .setCommandId(task.command())
                        .setAction(task.kind().action())
                        .setTarget(task.member())
                        .setReason(reason)
                        .setDetail(detail)
                        .build());
    }

    /** It was taken in before. */
    void already(MemberTask task) {
        audit.outcome(
                task.member(),
                Outcome.newBuilder()
                        .setActionId(task.command())
                        .setAction(task.kind().action())
                        .setTarget(task.member())
                        .setResult(Result.RESULT_ALREADY)
                        .setDetail("this agent has taken the command in before")
                        .setCommandId(task.command())
                        .build());
    }

    void stop() {
        stopped = true;
    }

    private void ended(MemberTask task, Ended ended) {
        boolean done = ended.fault().isEmpty();
        audit.outcome(
                task.member(),
                Outcome.newBuilder()
                        .setActionId(attempt(task))
                        .setAction(task.kind().action())
                        .setTarget(task.member())
                        .setResult(done ? Result.RESULT_DONE : Result.RESULT_FAILED)
                        .setDetail(done ? ended.detail() : ended.fault() + ": " + ended.detail())
                        .setCommandId(task.command())
                        .build());
    }

    private static String attempt(MemberTask task) {
        return EventIds.attempt(task.command(), 1);
    }
}
