package io.pgbaton.coordinator.act;

import io.pgbaton.coordinator.decide.Action;
import io.pgbaton.coordinator.decide.Input;
import io.pgbaton.coordinator.decide.Moment;
import io.pgbaton.coordinator.decide.ScopeState;
import io.pgbaton.coordinator.metrics.CoordinatorMetrics;
import io.pgbaton.proto.bus.BusRecord;
import io.pgbaton.proto.bus.Topic;
import io.pgbaton.proto.v1.BackupOverdue;
import io.pgbaton.proto.v1.HandoverCompleted;
import io.pgbaton.proto.v1.HandoverFailed;
import io.pgbaton.proto.v1.RehearsalRequest;
import io.pgbaton.proto.v1.RehearsalResult;
import io.pgbaton.proto.v1.RestoreFailed;
import io.pgbaton.proto.v1.RestoreFailure;
import io.pgbaton.runtime.loop.EventLoop;
import io.vertx.core.Vertx;
import java.time.Instant;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Begins what one scope's machine asks for; answers come back as inputs. Waits for nothing. */
public final class ActionRunner {
    private static final Logger log = LoggerFactory.getLogger(ActionRunner.class);
    private static final long ANNOUNCE_AGAIN_MILLIS = 1000;

    private final Vertx vertx;
    private final EventLoop<ScopeState, Input, Action> loop;
    private final Publications publications;
    private final HandoverStore store;
    private final RestoreDesk restores;
    private final CoordinatorMetrics metrics;
    private final Host host;
    private boolean closed;

    /** What holds offsets and can give a scope up. */
    public interface Host {
        void hold(String who);

        void release(String who);

        void stepDown(String reason);

        /** Puts the key that asks for a rehearsal; its answer is an input. */
        void rehearse(RehearsalRequest request);

        void gaveWay(Action.RehearsalGaveWay rehearsal);

        void closed(Action.BackupClosed backup);
    }

    public ActionRunner(
            Vertx vertx,
            EventLoop<ScopeState, Input, Action> loop,
            Publications publications,
            HandoverStore store,
            RestoreDesk restores,
            CoordinatorMetrics metrics,
            Host host) {
        this.vertx = vertx;
        this.loop = loop;
        this.publications = publications;
        this.store = store;
        this.restores = restores;
        this.metrics = metrics;
        this.host = host;
    }

    public static Moment now() {
        return new Moment(System.nanoTime(), Instant.now(), CalendarClock.now());
    }

    /** No answer of an action under way reaches the loop any more. */
    public void close() {
        closed = true;
        store.close();
    }

    public void run(Action action) {
        if (action instanceof Action.SendCommand send) {
            publications.publish(Topic.COMMANDS, send.command());
            metrics.commandSent(send.command());
        } else if (action instanceof Action.PublishEvent publish) {
            publications.publish(Topic.EVENTS, publish.event());
            metrics.published(publish.event());
            say(publish.event());
        } else if (action instanceof Action.Announce announce) {
            metrics.published(announce.event());
            say(announce.event());
            announce(announce.event());
            sayFlapping(announce.event());
        } else if (action instanceof Action.RecordAudit audit) {
            publications.publish(Topic.AUDIT, audit.record());
        } else if (action instanceof Action.DescribeCluster describe) {
            publications.publish(Topic.CLUSTERS, describe.state());
            metrics.described(describe.state());
        } else if (action instanceof Action.Ignored ignored) {
            metrics.ignored(ignored.reason());
        } else {
            runOther(action);
        }
    }

    private void runOther(Action action) {
        if (action instanceof Action.WriteRecord write) {
            write(write);
        } else if (action instanceof Action.StartTimer start) {
            loop.startTimer(start.key(), start.after(), () -> new Input.TimerFired(now(), start.key()));
        } else if (action instanceof Action.CancelTimer cancel) {
            loop.cancelTimer(cancel.key());
        } else if (action instanceof Action.HoldOffsets hold) {
            host.hold(hold.handoverId());
        } else if (action instanceof Action.ReleaseOffsets release) {
            host.release(release.handoverId());
        } else if (action instanceof Action.PutRehearsal put) {
            host.rehearse(put.request());
        } else if (action instanceof Action.AskRestore ask) {
            restores.ask(ask.request());
        } else if (action instanceof Action.CleanPatroni clean) {
            restores.clean(clean);
        } else if (action instanceof Action.RehearsalGaveWay gaveWay) {
            host.gaveWay(gaveWay);
        } else if (action instanceof Action.BackupClosed closed) {
            host.closed(closed);
        } else if (action instanceof Action.StepDown stepDown) {
            host.stepDown(stepDown.reason());
        }
    }

    private void write(Action.WriteRecord write) {
        store.write(write.record()).onSuccess(written -> {
            Input answer = written.takenBy()
                    .<Input>map(by -> new Input.RecordTaken(now(), by))
                    .orElseGet(() -> new Input.RecordWritten(now()));
            submit(answer);
        });
    }

    /** Until the broker has it: offsets are held so long, and the next handover of the scope waits. */
    private void announce(BusRecord event) {
        publications
                .publish(Topic.EVENTS, event)
                .onSuccess(done -> submit(new Input.Announced(now(), event.id())))
                .onFailure(refused -> vertx.setTimer(ANNOUNCE_AGAIN_MILLIS, timer -> {
                    if (!closed) {
                        announce(event);
                    }
                }));
    }

    private void submit(Input input) {
        if (!closed) {
            loop.submit(input);
        }
    }

    private static void sayFlapping(BusRecord event) {
        boolean flapping = event.data() instanceof HandoverCompleted completed
                ? completed.getFlapping()
                : event.data() instanceof HandoverFailed failed && failed.getFlapping();
        if (flapping) {
            log.error(
                    "Too many handovers in a short time: automation that adds load waits for `pgbaton ack {}`. scope={}",
                    event.correlationId(),
                    event.scope());
        }
    }

    private static void say(BusRecord event) {
        switch (event.type()) {
            case HANDOVER_STARTED, HANDOVER_COMPLETED ->
                log.info("{} scope={} handover={}", event.type().noun(), event.scope(), event.correlationId());
            case REHEARSAL_FAILED ->
                log.warn(
                        "A rehearsal failed: a handover would be slow, or would not work. scope={} rehearsal={} why={}",
                        event.scope(),
                        event.correlationId(),
                        event.data(RehearsalResult.class).getFaultsList().stream()
                                .map(fault -> fault.getNode() + " " + fault.getHop() + ": " + fault.getReason())
                                .toList());
            case BACKUP_OVERDUE ->
                log.error(
                        "Backups are overdue; `pgbaton backup policy` shows what is planned. scope={} repository={} waitsFor=\"{}\"",
                        event.scope(),
                        event.subject(),
                        event.data(BackupOverdue.class).getWaitsFor());
            case ARCHIVE_BROKEN, MEMBER_BROKEN ->
                log.warn(
                        "{}; `pgbaton status` says what is broken now. scope={} member={}",
                        event.type().noun(),
                        event.scope(),
                        event.subject());
            case RESTORE_FAILED -> {
                RestoreFailure why = event.data(RestoreFailed.class).getFailure();
                log.error(
                        "A restore stands still: {}. scope={} restore={} step={} node={} name={} next=\"{}\"",
                        why.getDetail(),
                        event.scope(),
                        event.subject(),
                        why.getPhase(),
                        why.getNode(),
                        why.getName(),
                        why.getNextStep());
            }
            case CLUSTER_PAUSED, CLUSTER_RESUMED ->
                log.info("{} scope={}", event.type().noun(), event.scope());
            case HANDOVER_FAILED ->
                log.error(
                        "A handover failed: no write path works. scope={} handover={}",
                        event.scope(),
                        event.correlationId());
            case LEADER_OVERWRITTEN ->
                log.error(
                        "A living leader key was put over by another member; check the timelines. scope={} member={}",
                        event.scope(),
                        event.subject());
            default -> log.debug("{} scope={} subject={}", event.type().noun(), event.scope(), event.subject());
        }
    }
}
