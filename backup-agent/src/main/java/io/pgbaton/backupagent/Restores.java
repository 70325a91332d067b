package io.pgbaton.backupagent;

import io.pgbaton.backupagent.act.RestoreRecords;
import io.pgbaton.backupagent.act.RunRecords;
import io.pgbaton.backupagent.act.StanzaRecorder;
import io.pgbaton.backupagent.config.LimitsConfig;
import io.pgbaton.backupagent.config.MemberConfig;
import io.pgbaton.backupagent.decide.Attempt;
import io.pgbaton.backupagent.decide.Current;
import io.pgbaton.backupagent.decide.Job;
import io.pgbaton.backupagent.decide.RunLimits;
import io.pgbaton.backupagent.decide.RunState;
import io.pgbaton.backupagent.metrics.RestoreMetrics;
import io.pgbaton.backupagent.metrics.StanzaMetrics;
import io.pgbaton.backupagent.restore.Starting;
import io.pgbaton.proto.bus.EventType;
import io.pgbaton.proto.id.EventIds;
import io.pgbaton.proto.v1.Intent;
import io.pgbaton.proto.v1.MemberChecked;
import io.pgbaton.proto.v1.Outcome;
import io.pgbaton.proto.v1.Refusal;
import io.pgbaton.proto.v1.RefusalReason;
import io.pgbaton.proto.v1.RestorePhase;
import io.pgbaton.proto.v1.RestoreProgressed;
import io.pgbaton.proto.v1.Result;
import io.pgbaton.proto.v1.StartMember;
import io.pgbaton.runtime.lifecycle.Platform;
import io.pgbaton.runtime.loop.EventLoop;
import io.pgbaton.runtime.record.Audit;
import io.vertx.core.Future;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/** One member of this host: restores for it, in a lane of their own, and the start of its Patroni. On the event loop. */
final class Restores {
    private static final Duration FIRST_RETRY = Duration.ofSeconds(5);
    private static final Duration LAST_RETRY = Duration.ofMinutes(1);
    private static final int MOST_WAITING = 2;
    /** What an earlier attempt left is measured before pgBackRest is started: millions of files take their time. */
    private static final Duration LOOK = Duration.ofMinutes(10);

    private static final String START = "start member";

    private final MemberConfig member;
    private final String node;
    private final StanzaRecorder recorder;
    private final Audit audit;
    private final RestoreRecords records;
    private final Starting starting;
    private final Lane lane;
    private Optional<String> startedBy = Optional.empty();

    /** @param lines where lines of the wrapper that cannot be read are counted */
    Restores(
            MemberConfig member,
            String node,
            LimitsConfig limits,
            Path stateDir,
            Platform platform,
            Lane.Tools tools,
            StanzaRecorder recorder,
            Audit audit,
            StanzaMetrics lines) {
        this.member = member;
        this.node = node;
        this.recorder = recorder;
        this.audit = audit;
        RestoreMetrics metrics = new RestoreMetrics(platform.registry(), member);
        this.records = new RestoreRecords(recorder, audit, lines, metrics, node, member, tools.worker());
        this.starting = new Starting(platform.vertx(), tools.worker(), member, stateDir.resolve("said"), limits.run());
        String place = "restores of " + member.scope() + " " + member.name();
        this.lane = new Lane(
                new EventLoop.Place(place, platform.vertx(), platform.context(), platform.registry()),
                new RunLimits(
                        limits.start().plus(LOOK),
                        limits.run(),
                        limits.cancel(),
                        FIRST_RETRY,
                        LAST_RETRY,
                        MOST_WAITING,
                        false),
                new Lane.Tools(tools.worker(), tools.folders(), tools.launcher(), tools.lock(), records),
                new Watching(platform.vertx(), platform.context(), tools.worker(), lines),
                (attempt, conclusion) -> {},
                () -> {});
        metrics.running(() -> state().current().filter(Current::isLaunched).isPresent());
    }

    MemberConfig member() {
        return member;
    }

    RunRecords records() {
        return records;
    }

    RunState state() {
        return lane.state();
    }

    void restore(Job job) {
        lane.command(job);
    }

    void found(Attempt attempt) {
        lane.found(attempt);
    }

    /** One at a time: whoever asks again while it goes on is told so. */
    void start(String command, StartMember wanted) {
        if (startedBy.isPresent()) {
            audit.refused(
                    member.name(),
                    Refusal.newBuilder()
                            .setCommandId(command)
                            .setAction(START)
                            .setTarget(member.name())
                            .setReason(RefusalReason.BUSY)
                            .setDetail("it is being started already, by command " + startedBy.get())
                            .build());
            return;
        }
        startedBy = Optional.of(command);
        String action = EventIds.attempt(command, 1);
        audit.intent(
                        member.name(),
                        Intent.newBuilder()
                                .setActionId(action)
                                .setAction(START)
                                .setTarget(member.name())
                                .setReason(wanted.getActor() + ": " + wanted.getReason())
                                .setCommandId(command)
                                .build())
                .compose(kept -> starting.run(wanted, state -> waits(command, wanted, state)))
                .onSuccess(end -> ended(command, action, wanted, end));
    }

    Future<Void> stop() {
        starting.stop();
        return lane.stop();
    }

    private void waits(String command, StartMember wanted, String state) {
        recorder.local(
                EventType.RESTORE_PROGRESSED,
                member.name(),
                command,
                RestoreProgressed.newBuilder()
                        .setRestore(wanted.getRestore())
                        .setCommandId(command)
                        .setNode(node)
                        .setPhase(RestorePhase.RESTORE_PHASE_START)
                        .setDetail(state)
                        .build());
    }

    private void ended(String command, String action, StartMember wanted, Starting.End end) {
        startedBy = Optional.empty();
        recorder.local(
                EventType.MEMBER_CHECKED,
                member.name(),
                command,
                MemberChecked.newBuilder()
                        .setRestore(wanted.getRestore())
                        .setCommandId(command)
                        .setNode(node)
                        .setMember(member.name())
                        .setRole(end.look().role())
                        .setSystemIdentifier(end.look().systemIdentifier())
                        .setTimeline(end.look().timeline())
                        .setProbeAnswer(end.probeAnswer())
                        .setFault(end.fault())
                        .setDetail(end.detail())
                        .build());
        audit.outcome(
                member.name(),
                Outcome.newBuilder()
                        .setActionId(action)
                        .setAction(START)
                        .setTarget(member.name())
                        .setResult(end.fault().isEmpty() ? Result.RESULT_DONE : Result.RESULT_FAILED)
                        .setDetail(end.fault().isEmpty() ? "" : end.fault() + ": " + end.detail())
                        .setCommandId(command)
                        .build());
    }
}
