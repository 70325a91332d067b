package io.pgbaton.runtime.bus;

import io.pgbaton.proto.Scope;
import io.pgbaton.proto.bus.BusRecord;
import io.pgbaton.proto.bus.EventType;
import io.pgbaton.proto.bus.Topic;
import io.pgbaton.proto.id.EventIds;
import io.pgbaton.proto.v1.PoisonSkipped;
import java.time.Instant;

/** A record that cannot be read, and where it is, so that a person can look at it. */
public record Poison(Topic topic, int partition, long offset, String cause) {

    /**
     * Its report for the audit. The id is derived from the position, so two readers that skip it report it once.
     *
     * @param scope one that the reader serves: the record's own cannot be trusted
     */
    public BusRecord report(Scope scope, String source, Instant now) {
        String place = topic + "/" + partition;
        PoisonSkipped skipped = PoisonSkipped.newBuilder()
                .setTopic(topic.name(""))
                .setPartition(partition)
                .setOffset(offset)
                .setCause(cause)
                .build();
        return new BusRecord(
                EventIds.local("poison " + place, offset),
                source,
                EventType.POISON_SKIPPED,
                scope,
                place + "/" + offset,
                now,
                "",
                "",
                skipped);
    }
}
