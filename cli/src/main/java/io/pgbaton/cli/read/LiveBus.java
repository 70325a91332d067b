package io.pgbaton.cli.read;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.pgbaton.cli.Session;
import io.pgbaton.proto.Scope;
import io.pgbaton.proto.bus.BusRecord;
import io.pgbaton.proto.bus.Topic;
import io.pgbaton.runtime.bus.BusReader;
import io.pgbaton.runtime.bus.StartAt;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** What is said of one scope from now on: to be listened to before something is asked for, or the answer is missed. */
public final class LiveBus implements AutoCloseable {
    private final BlockingQueue<BusRecord> heard = new LinkedBlockingQueue<>();
    private final BusReader reader;

    /** Listens when this returns; a fault when the bus cannot be reached. */
    public LiveBus(Session session, Scope scope, Set<Topic> topics) {
        this.reader = BusReader.ofScopes(
                session.vertx(), session.bus(), new SimpleMeterRegistry(), topics, Set.of(scope), StartAt.END);
        reader.handler(one -> heard.add(one.record()));
        session.await(
                reader.start(), "the bus at " + String.join(", ", session.bus().bootstrap()));
    }

    /**
     * @param end in nanoseconds of {@link System#nanoTime()}
     * @return empty when nothing was said by then, or when this thread is interrupted
     */
    public Optional<BusRecord> next(long end) {
        return next(() -> heard.poll(end - System.nanoTime(), TimeUnit.NANOSECONDS));
    }

    /** However long it takes: for what is bounded elsewhere. Ctrl-C ends the watching alone. */
    public Optional<BusRecord> next() {
        return next(heard::take);
    }

    @Override
    public void close() {
        reader.close();
    }

    private interface Wait {
        BusRecord one() throws InterruptedException;
    }

    private static Optional<BusRecord> next(Wait wait) {
        try {
            return Optional.ofNullable(wait.one());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Optional.empty();
        }
    }
}
