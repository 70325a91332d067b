package io.pgbaton.cli.read;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.pgbaton.cli.CliFault;
import io.pgbaton.cli.Session;
import io.pgbaton.proto.Scope;
import io.pgbaton.proto.bus.BusRecord;
import io.pgbaton.proto.bus.Topic;
import io.pgbaton.runtime.bus.BusReader;
import io.pgbaton.runtime.bus.StartAt;
import java.util.Optional;
import java.util.Set;

/** What is said of one scope from now on: to be listened to before something is asked for, or the answer is missed. */
public final class LiveBus implements AutoCloseable {
    /** Of whoever shares the partition too: some minutes of a busy bus. */
    private static final int MOST = 10_000;

    private final Heard heard = new Heard(MOST);
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
     * @throws CliFault when more was said than could be kept
     */
    public Optional<BusRecord> next(long end) {
        return heard.next(end);
    }

    /** However long it takes: for what is bounded elsewhere. Ctrl-C ends the watching alone. */
    public Optional<BusRecord> next() {
        return heard.next();
    }

    @Override
    public void close() {
        reader.close();
    }
}
