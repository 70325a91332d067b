package io.pgbaton.backupagent.restore;

import io.pgbaton.backupagent.config.MemberConfig;
import io.pgbaton.proto.v1.StartMember;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.WorkerExecutor;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.Consumer;

/** Starts Patroni of one member, unless it runs, and waits until the member is what it should be. On the event loop. */
public final class Starting {
    private static final long EVERY_MILLIS = 1000;
    private static final Duration TELL_EVERY = Duration.ofSeconds(15);
    private static final long START_SECONDS = 60;

    private final Vertx vertx;
    private final WorkerExecutor worker;
    private final MemberConfig member;
    private final Path folder;
    private final Duration bound;
    private Optional<Long> timer = Optional.empty();

    /** What has to be seen or done first. Blocks. */
    public interface Before {
        /** @throws Unfit when it must not be started, or cannot */
        void start() throws IOException;
    }

    /**
     * @param folder for what programs say
     * @param bound the longest that WAL may be replayed
     */
    public Starting(Vertx vertx, WorkerExecutor worker, MemberConfig member, Path folder, Duration bound) {
        this.vertx = vertx;
        this.worker = worker;
        this.member = member;
        this.folder = folder;
        this.bound = bound;
    }

    /**
     * Never fails.
     *
     * @param waits told what it waits for, now and then and when that changes
     */
    public Future<Checked> run(StartMember wanted, Before before, Consumer<String> waits) {
        return run(wanted, before, () -> rest().look(wanted.getMember(), wanted.getReplica()), waits);
    }

    /** Likewise, of a member that may lead or follow. */
    public Future<Checked> runInEitherRole(StartMember wanted, Before before, Consumer<String> waits) {
        return run(wanted, before, () -> rest().lookInEitherRole(wanted.getMember()), waits);
    }

    private PatroniRest rest() {
        return new PatroniRest(member.patroni());
    }

    private Future<Checked> run(StartMember wanted, Before before, Callable<Look> looking, Consumer<String> waits) {
        return worker.executeBlocking(
                        () -> {
                            before.start();
                            startUnlessThere();
                            return null;
                        },
                        false)
                .compose(started -> await(looking, waits))
                .compose(seen -> seen.isWell() ? compare(wanted, seen.look()) : Future.succeededFuture(seen))
                .otherwise(failure -> Checked.of(failure, "patroni-not-started"));
    }

    /** What was started goes on. */
    public void stop() {
        timer.ifPresent(vertx::cancelTimer);
        timer = Optional.empty();
    }

    private void startUnlessThere() throws IOException {
        boolean[] there = {false};
        rest().ifAnswers(what -> there[0] = true);
        if (!there[0]) {
            Programs.run(folder, member.start(), Map.of(), START_SECONDS);
        }
    }

    private Future<Checked> await(Callable<Look> looking, Consumer<String> waits) {
        Promise<Checked> end = Promise.promise();
        Watch watch = new Watch(Arrival.begin(System.nanoTime(), bound));
        stop();
        timer = Optional.of(vertx.setPeriodic(1, EVERY_MILLIS, tick -> {
            if (!watch.looking) {
                watch.looking = true;
                worker.executeBlocking(looking, false)
                        .otherwise(unseen -> Look.nobody(String.valueOf(unseen)))
                        .onSuccess(look -> seen(watch, look, waits, end))
                        .onComplete(looked -> watch.looking = false);
            }
        }));
        return end.future();
    }

    private static final class Watch {
        private Arrival arrival;
        private boolean looking;
        private String told = "";
        private long toldAt;

        private Watch(Arrival arrival) {
            this.arrival = arrival;
            this.toldAt = System.nanoTime();
        }
    }

    private void seen(Watch watch, Look look, Consumer<String> waits, Promise<Checked> end) {
        long now = System.nanoTime();
        Arrival.Step step = watch.arrival.with(look, now);
        watch.arrival = step.next();
        if (step.verdict() == Arrival.Verdict.WAITS) {
            String state = step.next().state().isEmpty()
                    ? "Patroni does not answer yet"
                    : step.next().state();
            if (!state.equals(watch.told) || now - watch.toldAt > TELL_EVERY.toNanos()) {
                watch.told = state;
                watch.toldAt = now;
                waits.accept(state);
            }
            return;
        }
        stop();
        end.tryComplete(
                step.verdict() == Arrival.Verdict.ARRIVED
                        ? Checked.well(look)
                        : Checked.faulty(look, fault(step.verdict()), sentence(step.verdict(), step.next(), look)));
    }

    /** It runs: whether it is the right one. */
    private Future<Checked> compare(StartMember wanted, Look look) {
        return worker.executeBlocking(() -> new Findings(member, folder).of(wanted, look), false);
    }

    private static String fault(Arrival.Verdict verdict) {
        return switch (verdict) {
            case GAVE_UP -> "patroni-gave-up";
            case NEVER_CAME -> "patroni-not-started";
            case STANDS_STILL -> "no-wal";
            default -> "too-long";
        };
    }

    private String sentence(Arrival.Verdict verdict, Arrival arrival, Look look) {
        return switch (verdict) {
            case GAVE_UP ->
                "Patroni ended when it was \"" + arrival.state()
                        + "\": mostly because recovery did not reach its target, which lies after the last WAL in the archive, or"
                        + " because PostgreSQL refused its configuration; PostgreSQL's log on this node says which";
            case NEVER_CAME ->
                "it was started by " + String.join(" ", member.start()) + ", and its Patroni did not answer at "
                        + member.patroni() + " (" + look.reason() + ")";
            case STANDS_STILL ->
                "it runs, does not stream, and has replayed nothing since " + look.position()
                        + ": its leader has no longer the WAL that was written since the backup. Make a newer backup, or let"
                        + " it fetch from the archive (postgresql.recovery_conf.restore_command in Patroni's file), then resume";
            default ->
                "it is not what it should be after " + bound.toMinutes() + " min, but \"" + arrival.state() + "\"";
        };
    }
}
