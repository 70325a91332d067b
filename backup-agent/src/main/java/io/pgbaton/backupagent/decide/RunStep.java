package io.pgbaton.backupagent.decide;

import io.pgbaton.backupagent.decide.Current.Phase;
import io.pgbaton.proto.v1.BackupKind;
import io.pgbaton.proto.v1.RefusalReason;
import io.pgbaton.proto.v1.Result;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** One decision while it is made. */
final class RunStep {
    final RunLimits limits;
    final long at;
    RunState state;
    private final List<RunAction> actions = new ArrayList<>();

    RunStep(RunLimits limits, RunState state, long at) {
        this.limits = limits;
        this.state = state;
        this.at = at;
    }

    RunDecision decision() {
        return new RunDecision(state, actions);
    }

    void act(RunAction action) {
        actions.add(action);
    }

    /** Also while it waits its intent is open: an agent that dies meanwhile has to say what became of it (R9). */
    Attempt intended(Attempt attempt) {
        act(new RunAction.Intend(attempt));
        return attempt;
    }

    void refuse(Job job, RefusalReason reason, String detail) {
        act(new RunAction.Refuse(job, reason, detail));
    }

    /** An attempt that came to nothing before pgBackRest was launched. */
    void notDone(Attempt attempt, String detail) {
        act(new RunAction.Conclude(
                attempt,
                new Conclusion(Result.RESULT_LATER, Conclusion.NONE, "later", detail, Duration.ZERO, Heard.NOTHING)));
    }

    /** The next that waits, when nobody is at work; what waited too long is refused. */
    void next() {
        while (state.current().isEmpty() && !state.waiting().isEmpty()) {
            RunState.Turn turn = state.waiting().get(0);
            state = state.withoutFirst();
            Job job = turn.attempt().job();
            if (!turn.found() && at > job.deadline()) {
                notDone(turn.attempt(), "others were before it");
                refuse(job, RefusalReason.BUSY, "others were before it until its time was over");
            } else {
                begin(turn);
            }
        }
    }

    void begin(RunState.Turn turn) {
        long serial = state.serial() + 1;
        Current current = Current.of(turn.attempt(), Phase.LOCKING, serial, at);
        if (turn.found()) {
            started(current, new RunAction.Watch(turn.attempt()));
        } else if (limits.locked()) {
            state = state.with(current);
            act(new RunAction.TakeLock(turn.attempt().job()));
        } else {
            launch(current);
        }
    }

    void launch(Current current) {
        started(current, new RunAction.Launch(current.attempt()));
    }

    /** Not now; refused when its time is over before it can be tried again. */
    void later(Current current, RefusalReason reason, String detail) {
        release();
        cancelTimers();
        Duration pause = limits.retryAfter(current.attempt().number());
        if (at + pause.toNanos() > current.attempt().job().deadline()) {
            refuse(current.attempt().job(), reason, detail + ", until the command was over");
            state = state.idle();
            next();
        } else {
            state = state.with(current.waiting(intended(current.attempt().again()), detail));
            act(new RunAction.StartTimer(RunTimer.RETRY, current.serial(), pause));
        }
    }

    void cancel(Current current) {
        state = state.with(current.in(Phase.STOPPING));
        act(new RunAction.Cancel(current.attempt()));
        act(new RunAction.StartTimer(RunTimer.CANCEL, current.serial(), limits.cancel()));
    }

    /** Its end may have changed what is in the repository; what only looks has told that itself. */
    void askInfo(Current current) {
        BackupKind kind = current.attempt().job().task().getKind();
        if (kind != BackupKind.BACKUP_KIND_INFO && kind != BackupKind.BACKUP_KIND_ARCHIVE_CHECK) {
            act(new RunAction.AskInfo());
        }
    }

    void finish() {
        release();
        cancelTimers();
        state = state.idle();
        next();
    }

    private void started(Current current, RunAction how) {
        state = state.with(current.launched(at));
        act(how);
        act(new RunAction.StartTimer(RunTimer.START, current.serial(), limits.start()));
        act(new RunAction.StartTimer(RunTimer.LIMIT, current.serial(), limits.run()));
    }

    private void release() {
        if (limits.locked()) {
            act(new RunAction.ReleaseLock());
        }
    }

    private void cancelTimers() {
        for (RunTimer timer : RunTimer.values()) {
            act(new RunAction.CancelTimer(timer));
        }
    }
}
