package io.pgbaton.nodeagent.act.route;

import io.pgbaton.nodeagent.act.proxy.RouteExecutor;
import io.pgbaton.nodeagent.act.proxy.RouteResult;
import io.pgbaton.nodeagent.act.record.RouteRecords;
import io.pgbaton.nodeagent.act.rehearsal.Step;
import io.pgbaton.nodeagent.decide.route.RouteAction;
import io.pgbaton.nodeagent.decide.route.RouteDecision;
import io.pgbaton.nodeagent.decide.route.RouteInput;
import io.pgbaton.nodeagent.decide.route.RouteMachine;
import io.pgbaton.nodeagent.decide.route.RouteSettings;
import io.pgbaton.nodeagent.decide.route.RouteState;
import io.pgbaton.nodeagent.kernel.BootClock;
import io.pgbaton.nodeagent.observe.proxy.ProxyWatch;
import io.pgbaton.runtime.loop.EventLoop;
import io.pgbaton.runtime.loop.Turn;
import io.vertx.core.Future;
import io.vertx.core.WorkerExecutor;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One proxy: its machine, the worker that talks to it, and the loop between them. */
public final class ProxyLoop {
    private static final Logger log = LoggerFactory.getLogger(ProxyLoop.class);

    private final EventLoop<RouteState, RouteInput, RouteAction> loop;
    private final RouteSettings settings;
    private final WorkerExecutor worker;
    private final RouteExecutor executor;
    private final ProxyWatch watch;
    private final RouteRecords records;
    private final Runnable readEtcd;
    private boolean looking;

    /** The proxy's socket, seen and used from one worker: looks and actions must not overlap. */
    public record Connection(WorkerExecutor worker, RouteExecutor executor, ProxyWatch watch) {}

    /** @param readEtcd reads the scope again at once (R3) */
    public ProxyLoop(
            EventLoop.Place place,
            RouteSettings settings,
            Connection connection,
            RouteRecords records,
            Runnable readEtcd) {
        this.settings = settings;
        this.worker = connection.worker();
        this.executor = connection.executor();
        this.watch = connection.watch();
        this.records = records;
        this.readEtcd = readEtcd;
        this.loop = new EventLoop<>(place, RouteState.INITIAL, this::turn);
        loop.start(this::carryOut);
    }

    public RouteSettings settings() {
        return settings;
    }

    public RouteState state() {
        return loop.state();
    }

    public void accept(RouteInput input) {
        loop.submit(input);
    }

    /** Looks at the proxy, unless a look is on its way. On the event loop. */
    public void look() {
        if (!looking) {
            looking = true;
            worker.executeBlocking(watch::look).onComplete(seen -> {
                looking = false;
                if (seen.succeeded()) {
                    accept(seen.result());
                } else {
                    accept(new RouteInput.ProxyUnreachable(BootClock.nanos(), String.valueOf(seen.cause())));
                }
            });
        }
    }

    /** What moving the writes would do, but for its effect. */
    public Step rehearsal() {
        return new Step("haproxy", settings.proxy(), () -> worker.executeBlocking(
                        () -> executor.rehearse(settings.primary()))
                .compose(result -> result.done() ? Future.succeededFuture() : Future.failedFuture(result.detail())));
    }

    /** Leaves the proxy as it is: its own checks go on. */
    public Future<Void> stop() {
        loop.stop();
        return worker.close();
    }

    private Turn<RouteState, RouteAction> turn(RouteState state, RouteInput input) {
        RouteDecision decision = RouteMachine.decide(settings, state, input);
        return new Turn<>(decision.next(), decision.actions());
    }

    private void carryOut(RouteAction action) {
        if (action instanceof RouteAction.SetBackend set) {
            set(set);
        } else if (action instanceof RouteAction.KeepDown keep) {
            keepDown(keep);
        } else if (action instanceof RouteAction.Refuse refuse) {
            records.refused(refuse);
        } else if (action instanceof RouteAction.Already already) {
            records.already(already);
        } else if (action instanceof RouteAction.ReadEtcd) {
            readEtcd.run();
        } else if (action instanceof RouteAction.StartTimer start) {
            loop.startTimer(
                    start.timer(),
                    Duration.ofNanos(start.delay() + 999_999),
                    () -> new RouteInput.TimerFired(BootClock.nanos(), start.timer(), start.generation()));
        } else if (action instanceof RouteAction.CancelTimer cancel) {
            loop.cancelTimer(cancel.timer());
        } else if (action instanceof RouteAction.GiveIn giveIn) {
            log.warn(
                    "HAProxy's own checks insist on something else and are left alone: look at its checks and at Patroni."
                            + " proxy={} backend={} servers={} epoch={}",
                    settings.proxy(),
                    giveIn.backend(),
                    giveIn.servers(),
                    giveIn.epoch());
        }
    }

    /** Said again after the next look, so that one failure lasts a second; a proxy that is away is told of by its looks. */
    private void keepDown(RouteAction.KeepDown keep) {
        worker.executeBlocking(() -> {
                    executor.keepDown(keep);
                    return null;
                })
                .onFailure(failure -> log.warn(
                        "HAProxy did not take a change; it is said again. proxy={} backend={} servers={} reason={}",
                        settings.proxy(),
                        keep.backend(),
                        keep.servers(),
                        failure.getMessage()));
    }

    private void set(RouteAction.SetBackend set) {
        Future<Void> intended = records.intent(set);
        if (!set.withheld()) {
            intended.onComplete(kept -> execute(set));
        }
    }

    private void execute(RouteAction.SetBackend set) {
        long begun = BootClock.nanos();
        worker.executeBlocking(() -> executor.execute(set)).onComplete(done -> {
            if (done.succeeded()) {
                RouteResult result = done.result();
                records.outcome(set, result, BootClock.nanos() - begun);
                accept(
                        result.done()
                                ? new RouteInput.ActionDone(BootClock.nanos(), set.number())
                                : new RouteInput.ActionFailed(BootClock.nanos(), set.number(), result.passing()));
            } else {
                log.error("An action on HAProxy met a defect. proxy={}", settings.proxy(), done.cause());
                accept(new RouteInput.ActionFailed(BootClock.nanos(), set.number(), true));
            }
            look();
        });
    }
}
