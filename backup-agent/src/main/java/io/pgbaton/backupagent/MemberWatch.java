package io.pgbaton.backupagent;

import io.pgbaton.backupagent.act.BrokenReports;
import io.pgbaton.backupagent.config.MemberConfig;
import io.pgbaton.backupagent.decide.member.Sight;
import io.pgbaton.backupagent.decide.member.WatchAction;
import io.pgbaton.backupagent.decide.member.WatchDecision;
import io.pgbaton.backupagent.decide.member.WatchMachine;
import io.pgbaton.backupagent.decide.member.WatchState;
import io.pgbaton.backupagent.folder.MemberMemory;
import io.pgbaton.backupagent.restore.Glance;
import io.pgbaton.proto.v1.MemberFault;
import io.vertx.core.Vertx;
import io.vertx.core.WorkerExecutor;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Looks at one member now and then, and says once when it will not come back by itself. On the event loop. */
final class MemberWatch {
    private static final Logger log = LoggerFactory.getLogger(MemberWatch.class);
    private static final Duration USUALLY = Duration.ofSeconds(10);
    private static final Duration LEAST = Duration.ofMillis(500);
    /** Within a grace it is looked at several times: Patroni tries again and again. */
    private static final int LOOKS_IN_A_GRACE = 5;

    private final MemberConfig member;
    private final MemberMemory memory;
    private final Vertx vertx;
    private final WorkerExecutor worker;
    private final BooleanSupplier ours;
    private final BrokenReports reports;
    private final Glance glance;
    private Optional<Long> timer = Optional.empty();
    private boolean looking;
    private boolean stopped;
    private boolean blind;
    // Written on the loop, read by whoever scrapes.
    private volatile WatchState state = WatchState.UNKNOWN;

    /** @param ours whether a restore of this member goes on */
    MemberWatch(
            MemberConfig member,
            MemberMemory memory,
            Vertx vertx,
            WorkerExecutor worker,
            BooleanSupplier ours,
            BrokenReports reports) {
        this.member = member;
        this.memory = memory;
        this.vertx = vertx;
        this.worker = worker;
        this.ours = ours;
        this.reports = reports;
        this.glance = new Glance(member, memory);
    }

    void start() {
        Duration part = member.grace().dividedBy(LOOKS_IN_A_GRACE);
        Duration every = part.compareTo(USUALLY) > 0 ? USUALLY : part.compareTo(LEAST) < 0 ? LEAST : part;
        worker.executeBlocking(memory::told, false)
                .onSuccess(told -> state = told.map(WatchState::toldBefore).orElse(state))
                .onFailure(this::unseen)
                .onComplete(known -> begin(every));
    }

    private void begin(Duration every) {
        if (!stopped) {
            timer = Optional.of(vertx.setPeriodic(1, every.toMillis(), tick -> look()));
        }
    }

    /** What a look comes to that this cuts short says nothing of the member. */
    void stop() {
        stopped = true;
        timer.ifPresent(vertx::cancelTimer);
    }

    /** That was told and has not ended. */
    Optional<MemberFault> fault() {
        return state.fault();
    }

    private void look() {
        if (looking) {
            return;
        }
        looking = true;
        boolean goesOn = ours.getAsBoolean();
        worker.executeBlocking(() -> glance.look(goesOn), false)
                .onSuccess(this::seen)
                .onFailure(this::unseen)
                .onComplete(looked -> looking = false);
    }

    private void seen(Sight sight) {
        if (stopped) {
            return;
        }
        blind = false;
        Instant now = Instant.now();
        long micros = ChronoUnit.MICROS.between(Instant.EPOCH, now);
        WatchDecision decision = WatchMachine.decide(member.grace(), state, sight, System.nanoTime(), micros);
        state = decision.next();
        decision.action().ifPresent(this::tell);
    }

    private void tell(WatchAction action) {
        if (action instanceof WatchAction.Tell told) {
            reports.broken(told.fault(), told.detail(), told.sinceMicros());
        } else if (action instanceof WatchAction.TellEnded ended) {
            reports.ended(ended.fault(), ended.sinceMicros());
        }
        Optional<MemberFault> told = state.fault();
        worker.executeBlocking(
                        () -> {
                            memory.tell(told);
                            return null;
                        },
                        true)
                .onFailure(this::unseen);
    }

    /** Once, until it works again. */
    private void unseen(Throwable failure) {
        if (!blind && !stopped) {
            blind = true;
            log.warn(
                    "It cannot be seen, or not be remembered, whether a member is broken: {}. scope={} member={}",
                    failure.toString(),
                    member.scope().key(),
                    member.name());
        }
    }
}
