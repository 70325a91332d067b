package io.pgbaton.nodeagent.act.rehearsal;

import io.pgbaton.nodeagent.kernel.BootClock;
import io.pgbaton.proto.v1.RehearsalStep;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Takes the steps of a rehearsal side by side, each timed. On the event loop. */
public final class Steps {
    private final Vertx vertx;

    public Steps(Vertx vertx) {
        this.vertx = vertx;
    }

    /** Completes when all are done or the bound is over, in the order of the steps; never fails. */
    public Future<List<RehearsalStep>> take(List<Step> steps, Duration bound) {
        List<Future<RehearsalStep>> taken =
                steps.stream().map(step -> take(step, bound)).toList();
        return Future.join(taken).map(all -> taken.stream().map(Future::result).toList());
    }

    private Future<RehearsalStep> take(Step step, Duration bound) {
        long begun = BootClock.nanos();
        Promise<String> fault = Promise.promise();
        long timer = vertx.setTimer(
                bound.toMillis(), late -> fault.tryComplete("no answer within " + bound.toMillis() + " ms"));
        begin(step).onComplete(done -> fault.tryComplete(done.succeeded() ? "" : reason(done.cause())));
        return fault.future().map(why -> {
            vertx.cancelTimer(timer);
            return RehearsalStep.newBuilder()
                    .setName(step.name())
                    .setDirector(step.director())
                    .setDurationUs(TimeUnit.NANOSECONDS.toMicros(BootClock.nanos() - begun))
                    .setFault(why)
                    .build();
        });
    }

    private static Future<?> begin(Step step) {
        try {
            return step.work().get();
        } catch (RuntimeException defect) {
            return Future.failedFuture(defect);
        }
    }

    private static String reason(Throwable cause) {
        return cause.getMessage() == null ? cause.toString() : cause.getMessage();
    }
}
