package io.pgbaton.runtime.record;

import io.pgbaton.proto.bus.BusRecord;
import io.pgbaton.proto.bus.Topic;
import io.pgbaton.runtime.bus.BusWriter;
import io.vertx.core.Future;
import java.time.Duration;

/** Records of this agent go to its journal, and from there to the bus. */
public record JournaledOutbox(BusWriter writer) implements Outbox {
    /**
     * What an action waits for its intent at most. A disk that is well forces within some ms also when it is busy; a handover
     * can afford one that is not only this long (autonomyAfter, which covers a lost command, is 200 ms).
     */
    private static final Duration LONGEST = Duration.ofMillis(50);

    @Override
    public void publish(Topic topic, BusRecord record) {
        writer.publish(topic, record);
    }

    @Override
    public Future<Boolean> kept() {
        return writer.kept(LONGEST);
    }
}
