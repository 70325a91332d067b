package io.pgbaton.runtime.record;

import io.pgbaton.proto.bus.BusRecord;
import io.pgbaton.proto.bus.Topic;
import io.pgbaton.runtime.bus.BusWriter;
import io.vertx.core.Future;
import java.time.Duration;

/**
 * Records of this agent go to its journal, and from there to the bus.
 *
 * @param longest what an action waits for its intent at most (R9)
 */
public record JournaledOutbox(BusWriter writer, Duration longest) implements Outbox {

    @Override
    public void publish(Topic topic, BusRecord record) {
        writer.publish(topic, record);
    }

    @Override
    public Future<Boolean> kept() {
        return writer.kept(longest);
    }
}
