package io.pgbaton.runtime.lifecycle;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What has to be undone at the end, last started first. Each step has a bound of its own, and one that fails holds up
 * none.
 */
public final class Stops {
    private static final Logger log = LoggerFactory.getLogger(Stops.class);

    private final Context context;
    private final Deque<Step> steps = new ArrayDeque<>();

    private record Step(String what, Duration bound, Supplier<Future<?>> stop) {}

    Stops(Context context) {
        this.context = context;
    }

    /** Called on the context when its turn comes. The sum of all bounds is the longest that a stop takes. */
    public synchronized void add(String what, Duration bound, Supplier<Future<?>> stop) {
        steps.push(new Step(what, bound, stop));
    }

    /** Blocks; never on the event loop. A second call finds nothing left. */
    void run() {
        for (Step step = next(); step != null; step = next()) {
            run(step);
        }
    }

    private synchronized Step next() {
        return steps.poll();
    }

    private void run(Step step) {
        try {
            onContext(step.stop()).get(step.bound().toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException late) {
            log.warn(
                    "A part did not stop in time, the stop goes on without it. part={} bound={}",
                    step.what(),
                    step.bound());
        } catch (ExecutionException failed) {
            log.warn(
                    "A part could not be stopped. part={} reason={}",
                    step.what(),
                    failed.getCause().toString());
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private CompletableFuture<Object> onContext(Supplier<Future<?>> stop) {
        Promise<Object> done = Promise.promise();
        context.runOnContext(nothing -> {
            try {
                stop.get().<Object>mapEmpty().onComplete(done);
            } catch (RuntimeException defect) {
                done.fail(defect);
            }
        });
        return done.future().toCompletionStage().toCompletableFuture();
    }
}
