package io.pgbaton.backupagent;

import io.pgbaton.backupagent.decide.RunInput;
import io.pgbaton.backupagent.folder.RunFolder;
import io.pgbaton.backupagent.metrics.StanzaMetrics;
import io.pgbaton.backupagent.observe.RunWatch;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.WorkerExecutor;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Looks at the run of a lane, now and then and when its process ends. On the event loop. */
final class Watching {
    private static final Logger log = LoggerFactory.getLogger(Watching.class);
    private static final long EVERY_MILLIS = 500;

    private final Vertx vertx;
    private final Context context;
    private final WorkerExecutor worker;
    private final StanzaMetrics metrics;
    private Optional<Watched> watched = Optional.empty();
    private long timer = -1;

    /** One run. What comes of a look after its end is nobody's. */
    private static final class Watched {
        private final RunFolder folder;
        private final RunWatch watch;
        private final Process process;
        private final Consumer<RunInput> inputs;
        private boolean looking;
        private boolean again;
        private boolean unreadable;

        private Watched(RunFolder folder, RunWatch watch, Process process, Consumer<RunInput> inputs) {
            this.folder = folder;
            this.watch = watch;
            this.process = process;
            this.inputs = inputs;
        }

        private OptionalInt exit() {
            return process == null || process.isAlive() ? OptionalInt.empty() : OptionalInt.of(process.exitValue());
        }
    }

    Watching(Vertx vertx, Context context, WorkerExecutor worker, StanzaMetrics metrics) {
        this.vertx = vertx;
        this.context = context;
        this.worker = worker;
        this.metrics = metrics;
    }

    /** @param process of this life; null when an earlier one started it */
    void begin(RunFolder folder, Process process, Consumer<RunInput> inputs) {
        end();
        Watched fresh = new Watched(folder, new RunWatch(folder, this::badLine), process, inputs);
        watched = Optional.of(fresh);
        timer = vertx.setPeriodic(1, EVERY_MILLIS, tick -> look(fresh));
        if (process != null) {
            Future.fromCompletionStage(process.onExit(), context).onSuccess(over -> look(fresh));
        }
    }

    void end() {
        vertx.cancelTimer(timer);
        watched = Optional.empty();
    }

    /** Unless another run is watched by now. */
    void end(RunFolder folder) {
        if (watched.filter(now -> now.folder.equals(folder)).isPresent()) {
            end();
        }
    }

    private void look(Watched at) {
        if (!isWatched(at)) {
            return;
        }
        if (at.looking) {
            at.again = true;
            return;
        }
        at.looking = true;
        at.again = false;
        OptionalInt exit = at.exit();
        worker.executeBlocking(() -> at.watch.look(System.nanoTime(), exit), false)
                .onComplete(seen -> {
                    at.looking = false;
                    if (!isWatched(at)) {
                        return;
                    }
                    if (seen.succeeded()) {
                        at.unreadable = false;
                        tell(at, seen.result());
                    } else if (!at.unreadable) {
                        at.unreadable = true;
                        log.warn(
                                "What pgBackRest says cannot be read; it is tried again until the run takes too long."
                                        + " reason={}",
                                String.valueOf(seen.cause()));
                    }
                    // It ended while this look was at it.
                    if (at.again) {
                        look(at);
                    }
                });
    }

    private void tell(Watched at, List<RunInput> inputs) {
        inputs.forEach(at.inputs);
        if (inputs.stream().anyMatch(input -> !(input instanceof RunInput.Said))) {
            end();
        }
    }

    private boolean isWatched(Watched at) {
        return watched.filter(now -> now == at).isPresent();
    }

    /** On a worker. */
    private void badLine(String message) {
        metrics.badLine();
        log.warn("A line of the wrapper is passed over: {}; are wrapper and agent of one version?", message);
    }
}
