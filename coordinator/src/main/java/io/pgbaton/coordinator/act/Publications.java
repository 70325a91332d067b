package io.pgbaton.coordinator.act;

import io.pgbaton.proto.bus.BusRecord;
import io.pgbaton.proto.bus.Topic;
import io.pgbaton.runtime.bus.BusWriter;
import io.vertx.core.Future;
import java.util.concurrent.atomic.AtomicLong;

/** Publishes what the decisions of one partition ask for, and knows whether the broker has all of it. */
public final class Publications {
    private final BusWriter writer;
    private final AtomicLong outstanding = new AtomicLong();

    public Publications(BusWriter writer) {
        this.writer = writer;
    }

    /** A record that the bus refused counts as outstanding for ever: whoever takes over publishes it then. */
    public Future<Void> publish(Topic topic, BusRecord record) {
        outstanding.incrementAndGet();
        return writer.publish(topic, record).onSuccess(done -> outstanding.decrementAndGet());
    }

    public boolean isSettled() {
        return outstanding.get() == 0;
    }
}
