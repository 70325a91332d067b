package io.pgbaton.backupagent;

import io.pgbaton.backupagent.act.BrokenReports;
import io.pgbaton.backupagent.act.MemberReports;
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
import io.pgbaton.backupagent.folder.MemberMemory;
import io.pgbaton.backupagent.metrics.RestoreMetrics;
import io.pgbaton.backupagent.metrics.StanzaMetrics;
import io.pgbaton.backupagent.restore.Aside;
import io.pgbaton.backupagent.restore.Checked;
import io.pgbaton.backupagent.restore.Preflight;
import io.pgbaton.backupagent.restore.Prepared;
import io.pgbaton.backupagent.restore.Starting;
import io.pgbaton.backupagent.restore.Verification;
import io.pgbaton.proto.v1.PutMemberBack;
import io.pgbaton.proto.v1.RefusalReason;
import io.pgbaton.proto.v1.SetMemberAside;
import io.pgbaton.proto.v1.StartMember;
import io.pgbaton.proto.v1.VerifyRestored;
import io.pgbaton.runtime.lifecycle.Platform;
import io.pgbaton.runtime.loop.EventLoop;
import io.pgbaton.runtime.record.Audit;
import io.vertx.core.Future;
import io.vertx.core.WorkerExecutor;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One member of this host: restores for it, in a lane of their own, and the start of its Patroni. On the event loop. */
final class Restores {
    private static final Duration FIRST_RETRY = Duration.ofSeconds(5);
    private static final Duration LAST_RETRY = Duration.ofMinutes(1);
    private static final int MOST_WAITING = 2;
    /** What an earlier attempt left is measured before pgBackRest is started: millions of files take their time. */
    private static final Duration LOOK = Duration.ofMinutes(10);

    private static final Logger log = LoggerFactory.getLogger(Restores.class);

    private final MemberConfig member;
    private final Platform platform;
    private final WorkerExecutor worker;
    private final RestoreRecords records;
    private final MemberReports reports;
    private final MemberTasks tasks;
    private final Starting starting;
    private final Aside aside;
    private final Verification verification;
    private final Lane lane;
    private final MemberMemory memory;
    private final MemberWatch watch;

    /**
     * @param programs where pgbaton's own are
     * @param tasks where what takes minutes may block
     * @param lines where lines of the wrapper that cannot be read are counted
     */
    Restores(
            MemberConfig member,
            String node,
            LimitsConfig limits,
            Path stateDir,
            Path programs,
            Platform platform,
            Lane.Tools tools,
            WorkerExecutor tasks,
            StanzaRecorder recorder,
            Audit audit,
            StanzaMetrics lines) {
        this.member = member;
        this.platform = platform;
        this.worker = tasks;
        RestoreMetrics metrics = new RestoreMetrics(platform.registry(), member);
        this.records = new RestoreRecords(recorder, audit, lines, metrics, node, member, tools.worker());
        this.reports = new MemberReports(recorder, node, member.name());
        this.tasks = new MemberTasks(audit);
        Path said = stateDir.resolve("said");
        this.starting = new Starting(platform.vertx(), tasks, member, said, limits.run());
        this.aside = new Aside(member, said);
        this.verification = new Verification(member, programs.resolve("pgbaton-verify"), said, limits.run());
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
        metrics.running(this::isRestoring);
        this.memory = new MemberMemory(stateDir, member.scope(), member.name());
        this.watch = new MemberWatch(
                member,
                memory,
                platform.vertx(),
                tools.worker(),
                () -> isRestoring() || this.tasks.current().isPresent(),
                new BrokenReports(recorder, node, member));
        metrics.broken(watch::fault);
    }

    /** Before the first command: what an earlier life had begun to verify ends, and the watch begins. Never fails. */
    Future<Void> begin() {
        return this.<Void>blocking(() -> {
                    verification.end();
                    return null;
                })
                .onFailure(failure -> log.warn(
                        "PostgreSQL that an earlier life began over restored data could not be ended. directory={} reason={}",
                        member.dataDirectory(),
                        failure.getMessage()))
                .otherwiseEmpty()
                .onComplete(ended -> watch.start());
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

    /** What else is done to the member, but for waiting until it is up, is done first. */
    void restore(Job job) {
        Optional<MemberTask> other = tasks.current().filter(task -> task.kind() != MemberTask.Kind.START);
        if (other.isPresent()) {
            records.refused(
                    job,
                    RefusalReason.BUSY,
                    "\"" + other.get().kind().action() + "\" goes on there, by command "
                            + other.get().command());
        } else {
            lane.command(job);
        }
    }

    void found(Attempt attempt) {
        lane.found(attempt);
    }

    /** One at a time, and none beside pgBackRest. */
    void start(MemberTask task, StartMember wanted) {
        run(task, () -> starting.run(wanted, () -> prepareStart(wanted), state -> waits(task, state))
                .map(checked -> checked(task, checked)));
    }

    private void prepareStart(StartMember wanted) throws IOException {
        new Preflight(member).checkStart(wanted);
        new Prepared(member.dataDirectory()).offer(wanted.getRestore());
    }

    void setAside(MemberTask task, SetMemberAside wanted) {
        run(task, () -> blocking(() -> setAside(wanted, state -> onLoop(() -> waits(task, state))))
                .map(where -> new MemberTasks.Ended("", where))
                .otherwise(failure -> ended(Checked.of(failure, "not-moved"))));
    }

    /** On a worker. Until it runs again nobody else misses it. */
    private String setAside(SetMemberAside wanted, Consumer<String> waits) throws IOException {
        memory.aside(wanted.getRestore());
        try {
            return aside.set(wanted, waits);
        } catch (IOException | RuntimeException failure) {
            memory.runs();
            throw failure;
        }
    }

    /** Patroni takes what comes back as its own: there is nothing to look at before. */
    void putBack(MemberTask task, PutMemberBack wanted) {
        StartMember again = StartMember.newBuilder()
                .setRestore(wanted.getRestore())
                .setMember(wanted.getMember())
                .setReplica(wanted.getReplica())
                .build();
        run(task, () -> starting.runInEitherRole(
                        again,
                        () -> aside.back(wanted, state -> onLoop(() -> waits(task, state))),
                        state -> waits(task, state))
                .compose(checked -> tidied(wanted, checked))
                .map(checked -> checked(task, checked)));
    }

    void verify(MemberTask task, VerifyRestored wanted) {
        run(task, () -> blocking(() -> verification.run(wanted, state -> onLoop(() -> waits(task, state))))
                .otherwise(failure -> Checked.of(failure, "verify-failed"))
                .map(checked -> checked(task, checked)));
    }

    /** It was taken in before. */
    void already(MemberTask task) {
        tasks.already(task);
    }

    Future<Void> stop() {
        watch.stop();
        tasks.stop();
        starting.stop();
        return lane.stop();
    }

    private void run(MemberTask task, Supplier<Future<MemberTasks.Ended>> work) {
        Optional<Current> restoring = state().current().filter(Current::isLaunched);
        if (restoring.isPresent()) {
            String command = restoring.get().attempt().job().id();
            tasks.refuse(task, RefusalReason.BUSY, "pgBackRest restores for this member, by command " + command);
        } else {
            tasks.run(task, work);
        }
    }

    private boolean isRestoring() {
        return state().current().filter(Current::isLaunched).isPresent();
    }

    private <T> Future<T> blocking(Callable<T> work) {
        return worker.executeBlocking(work, false);
    }

    /** From a worker. */
    private void onLoop(Runnable what) {
        platform.context().runOnContext(there -> what.run());
    }

    /** A folder that is left says nothing wrong. */
    private Future<Checked> tidied(PutMemberBack wanted, Checked checked) {
        return this.<Void>blocking(() -> {
                    aside.tidy(wanted.getRestore());
                    return null;
                })
                .onFailure(failure -> log.warn(
                        "An empty folder beside the data directory could not be removed. directory={} reason={}",
                        member.dataDirectory(),
                        failure.getMessage()))
                .map(checked)
                .otherwise(checked);
    }

    private void waits(MemberTask task, String state) {
        reports.waits(task.command(), task.restore(), task.kind().phase(), state);
    }

    private MemberTasks.Ended checked(MemberTask task, Checked checked) {
        reports.checked(task.command(), task.restore(), checked);
        return ended(checked);
    }

    private static MemberTasks.Ended ended(Checked checked) {
        return new MemberTasks.Ended(checked.fault(), checked.detail());
    }
}
