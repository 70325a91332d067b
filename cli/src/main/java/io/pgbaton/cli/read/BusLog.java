package io.pgbaton.cli.read;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.pgbaton.cli.CliFault;
import io.pgbaton.cli.ExitCode;
import io.pgbaton.cli.Session;
import io.pgbaton.proto.Scope;
import io.pgbaton.proto.bus.Topic;
import io.pgbaton.runtime.bus.BusReader;
import io.pgbaton.runtime.bus.Delivery;
import io.pgbaton.runtime.bus.StartAt;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** Reads topics of the bus. No coordinator is needed for it. */
public final class BusLog {
    /** More than a scope publishes in years; a reader that needs more should read the bus itself. */
    private static final int MOST = 200_000;

    private final Session session;
    private final AtomicReference<String> lastFault = new AtomicReference<>("no broker answered");

    public BusLog(Session session) {
        this.session = session;
    }

    /** What is there now, by the time at which it happened. */
    public List<Delivery> read(Topic topic, StartAt start, List<Scope> scopes) {
        return session.await(readLater(topic, start, scopes), name());
    }

    /** The same without waiting for it. */
    public Future<List<Delivery>> readLater(Topic topic, StartAt start, List<Scope> scopes) {
        List<Delivery> found = new ArrayList<>();
        Promise<List<Delivery>> end = Promise.promise();
        BusReader reader =
                BusReader.untilNow(session.vertx(), session.bus(), new SimpleMeterRegistry(), Set.of(topic), start);
        reader.handler(one -> {
                    if (wanted(one, scopes)) {
                        found.add(one);
                    }
                    if (found.size() > MOST) {
                        end.tryFail(tooMany());
                        reader.close();
                    }
                })
                .faultHandler(this::remember)
                .endHandler(done -> {
                    end.tryComplete(found);
                    reader.close();
                });
        giveUpInTime(end, () -> found.isEmpty() ? lastFault.get() : "it takes longer; --timeout gives it more time");
        reader.start();
        return end.future().map(all -> {
            all.sort(Comparator.comparing(one -> one.record().time()));
            return all;
        });
    }

    /** Blocks until the process is ended, or {@code until} is counted down. */
    public void follow(
            Topic topic, StartAt start, List<Scope> scopes, Consumer<Delivery> consumer, CountDownLatch until) {
        BusReader reader =
                BusReader.following(session.vertx(), session.bus(), new SimpleMeterRegistry(), Set.of(topic), start);
        reader.handler(one -> {
                    if (wanted(one, scopes)) {
                        consumer.accept(one);
                    }
                })
                .faultHandler(this::remember);
        Promise<Void> started = Promise.promise();
        reader.start().onComplete(started);
        giveUpInTime(started, lastFault::get);
        session.await(started.future(), name());
        try {
            until.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void giveUpInTime(Promise<?> promise, Supplier<String> why) {
        // A little sooner than the session gives up: only here the reason is known.
        Duration patience =
                session.patience().minusMillis(Math.min(200, session.patience().toMillis() / 2));
        session.vertx()
                .setTimer(
                        Math.max(1, patience.toMillis()),
                        late -> promise.tryFail(
                                new CliFault(ExitCode.UNREACHABLE, name() + " cannot be read: " + why.get())));
    }

    private void remember(Throwable fault) {
        lastFault.set(fault.getMessage());
    }

    private String name() {
        return "the bus at " + String.join(", ", session.bus().bootstrap());
    }

    private static boolean wanted(Delivery one, List<Scope> scopes) {
        return scopes.isEmpty() || scopes.contains(one.record().scope());
    }

    private static CliFault tooMany() {
        return new CliFault(ExitCode.FAULT, "more than " + MOST + " records; --since or --scope narrows it down");
    }
}
