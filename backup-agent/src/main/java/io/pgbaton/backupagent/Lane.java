package io.pgbaton.backupagent;

import io.pgbaton.backupagent.act.Launcher;
import io.pgbaton.backupagent.act.RunRecords;
import io.pgbaton.backupagent.act.StanzaLock;
import io.pgbaton.backupagent.decide.Attempt;
import io.pgbaton.backupagent.decide.Conclusion;
import io.pgbaton.backupagent.decide.Current;
import io.pgbaton.backupagent.decide.Job;
import io.pgbaton.backupagent.decide.RunAction;
import io.pgbaton.backupagent.decide.RunDecision;
import io.pgbaton.backupagent.decide.RunInput;
import io.pgbaton.backupagent.decide.RunLimits;
import io.pgbaton.backupagent.decide.RunMachine;
import io.pgbaton.backupagent.decide.RunState;
import io.pgbaton.backupagent.folder.RunFolder;
import io.pgbaton.backupagent.folder.RunFolders;
import io.pgbaton.backupagent.restore.Unfit;
import io.pgbaton.proto.v1.Result;
import io.pgbaton.runtime.loop.EventLoop;
import io.pgbaton.runtime.loop.Turn;
import io.vertx.core.Future;
import io.vertx.core.WorkerExecutor;
import java.io.IOException;
import java.util.function.BiConsumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One lane of a stanza: its machine, and what carries out its actions. On the event loop. */
final class Lane {
    private static final Logger log = LoggerFactory.getLogger(Lane.class);

    private final EventLoop<RunState, RunInput, RunAction> loop;
    private final RunLimits limits;
    private final Tools tools;
    private final BiConsumer<Attempt, Conclusion> concluded;
    private final Runnable askInfo;
    private final Watching watching;
    /** Completes after all intents before it: the journal keeps their order. */
    private Future<Void> intended = Future.succeededFuture();

    /** What a lane works with; all lanes of a stanza share them, but for that of its drills. */
    record Tools(WorkerExecutor worker, RunFolders folders, Launcher launcher, StanzaLock lock, RunRecords records) {}

    /**
     * @param concluded told of every end, before it is on disk that it was told
     * @param askInfo what is in the repository may have changed
     */
    Lane(
            EventLoop.Place place,
            RunLimits limits,
            Tools tools,
            Watching watching,
            BiConsumer<Attempt, Conclusion> concluded,
            Runnable askInfo) {
        this.limits = limits;
        this.tools = tools;
        this.watching = watching;
        this.concluded = concluded;
        this.askInfo = askInfo;
        this.loop = new EventLoop<>(place, RunState.IDLE, this::turn);
        loop.start(this::carryOut);
    }

    void command(Job job) {
        loop.submit(new RunInput.Commanded(System.nanoTime(), job));
    }

    void found(Attempt attempt) {
        loop.submit(new RunInput.Found(System.nanoTime(), attempt));
    }

    RunState state() {
        return loop.state();
    }

    /** pgBackRest goes on; the next life finds it, and until then the lock stays as long as its lease. */
    Future<Void> stop() {
        boolean goesOn = loop.state().current().filter(Current::isLaunched).isPresent();
        loop.stop();
        watching.end();
        return !limits.locked() || goesOn ? tools.lock().leave() : tools.lock().release();
    }

    private Turn<RunState, RunAction> turn(RunState state, RunInput input) {
        RunDecision decision = RunMachine.decide(limits, state, input);
        return new Turn<>(decision.next(), decision.actions());
    }

    private void carryOut(RunAction action) {
        if (action instanceof RunAction.Intend intend) {
            intended = tools.records().intent(intend.attempt());
        } else if (action instanceof RunAction.TakeLock take) {
            intended.onComplete(kept -> tools.lock().take(take.job()).onSuccess(loop::submit));
        } else if (action instanceof RunAction.ReleaseLock) {
            tools.lock().release();
        } else if (action instanceof RunAction.Launch launch) {
            intended.onComplete(kept -> launch(launch.attempt()));
        } else if (action instanceof RunAction.Watch watch) {
            watch(watch.attempt());
        } else if (action instanceof RunAction.Cancel cancel) {
            cancel(cancel.attempt());
        } else if (action instanceof RunAction.Conclude conclude) {
            conclude(conclude.attempt(), conclude.conclusion());
        } else {
            tell(action);
        }
    }

    private void tell(RunAction action) {
        if (action instanceof RunAction.TellStarted told) {
            tools.records().started(told.attempt());
        } else if (action instanceof RunAction.TellProgress told) {
            tools.records().progressed(told.attempt(), told.progress(), told.phase());
        } else if (action instanceof RunAction.Refuse refuse) {
            tools.records().refused(refuse.job(), refuse.reason(), refuse.detail());
        } else if (action instanceof RunAction.Already already) {
            tools.records().already(already.job());
        } else if (action instanceof RunAction.AskInfo) {
            askInfo.run();
        } else if (action instanceof RunAction.StartTimer start) {
            loop.startTimer(
                    start.timer(),
                    start.after(),
                    () -> new RunInput.TimerFired(System.nanoTime(), start.timer(), start.serial()));
        } else if (action instanceof RunAction.CancelTimer cancel) {
            loop.cancelTimer(cancel.timer());
        }
    }

    private void launch(Attempt attempt) {
        tools.worker()
                .executeBlocking(
                        () -> {
                            RunFolder folder = tools.folders().make(attempt, System.currentTimeMillis());
                            return new Launched(folder, tools.launcher().run(folder, attempt.job()));
                        },
                        false)
                .onSuccess(launched -> launched(attempt, launched))
                .onFailure(failure -> loop.submit(notLaunched(failure)));
    }

    private static RunInput notLaunched(Throwable failure) {
        return failure instanceof Unfit unfit
                ? new RunInput.LaunchFailed(System.nanoTime(), unfit.name(), unfit.getMessage())
                : new RunInput.LaunchFailed(
                        System.nanoTime(), "not-started", "it cannot be started: " + failure.getMessage());
    }

    private record Launched(RunFolder folder, Process process) {}

    /** A disk that hangs may make it so late that nobody waits for it any more. */
    private void launched(Attempt attempt, Launched launched) {
        boolean awaited = loop.state()
                .current()
                .filter(current -> current.isLaunched() && current.attempt().equals(attempt))
                .isPresent();
        if (awaited) {
            watching.begin(launched.folder(), launched.process(), loop::submit);
        } else {
            cancel(attempt);
        }
    }

    private void watch(Attempt attempt) {
        log.info(
                "A run of an earlier life is watched on. stanza={} command={} attempt={}",
                attempt.job().task().getStanza(),
                attempt.job().id(),
                attempt.number());
        if (limits.locked()) {
            tools.lock().hold(attempt.job());
        }
        watching.begin(tools.folders().of(attempt), null, loop::submit);
    }

    private void cancel(Attempt attempt) {
        log.warn(
                "A run takes too long and is cancelled. stanza={} command={} attempt={}",
                attempt.job().task().getStanza(),
                attempt.job().id(),
                attempt.number());
        tools.worker()
                .executeBlocking(
                        () -> {
                            tools.launcher().cancel(tools.folders().of(attempt));
                            return null;
                        },
                        false)
                .onFailure(failure -> log.warn(
                        "A run could not be cancelled; its outcome is unknown if it does not end. stanza={} reason={}",
                        attempt.job().task().getStanza(),
                        failure.getMessage()));
    }

    /** The outcome is on its way to the journal before the folder says that it was told. */
    private void conclude(Attempt attempt, Conclusion conclusion) {
        watching.end(tools.folders().of(attempt));
        concluded.accept(attempt, conclusion);
        tools.records().concluded(attempt, conclusion).onComplete(kept -> tools.worker()
                .executeBlocking(
                        () -> {
                            RunFolder folder = tools.folders().of(attempt);
                            if (folder.isThere()) {
                                clean(folder, conclusion);
                                folder.tell(conclusion.result() + " " + conclusion.name());
                            }
                            return null;
                        },
                        false)
                .onFailure(failure -> log.warn(
                        "It could not be noted that an outcome was told; the next life tells it again. attempt={} reason={}",
                        attempt.id(),
                        failure.getMessage())));
    }

    /** On a worker. What cannot be removed now is left to the next run, which finds it. */
    private void clean(RunFolder folder, Conclusion conclusion) {
        if (conclusion.result() != Result.RESULT_UNKNOWN) {
            return;
        }
        try {
            tools.launcher().clean(folder);
        } catch (IOException failure) {
            log.warn(
                    "What a run left behind could not be removed. folder={} reason={}",
                    folder.path(),
                    failure.getMessage());
        }
    }
}
