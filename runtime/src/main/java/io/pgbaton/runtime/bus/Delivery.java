package io.pgbaton.runtime.bus;

import io.pgbaton.proto.bus.BusRecord;
import io.pgbaton.proto.bus.Decoded;
import io.pgbaton.proto.bus.Topic;
import java.time.Instant;

/**
 * One readable record with its position.
 *
 * @param published when the broker's log says that it was published; {@link BusRecord#time()} is when it happened
 */
public record Delivery(Decoded.Known decoded, Topic topic, int partition, long offset, Instant published) {

    public BusRecord record() {
        return decoded.record();
    }

    public TopicSlice slice() {
        return new TopicSlice(topic, partition);
    }
}
