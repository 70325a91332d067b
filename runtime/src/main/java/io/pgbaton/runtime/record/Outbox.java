package io.pgbaton.runtime.record;

import io.pgbaton.proto.bus.BusRecord;
import io.pgbaton.proto.bus.Topic;
import io.vertx.core.Future;

/** Where records are put down on their way to the bus. Nobody waits for the bus (R6). */
@FunctionalInterface
public interface Outbox {
    void publish(Topic topic, BusRecord record);

    /**
     * Completes with true when all that was put down so far is on disk, with false when the disk did not answer in the
     * time that an action may wait (R9). Never fails.
     */
    default Future<Boolean> kept() {
        return Future.succeededFuture(true);
    }
}
