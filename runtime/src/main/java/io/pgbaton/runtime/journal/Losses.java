package io.pgbaton.runtime.journal;

import io.pgbaton.proto.bus.BusRecord;
import io.pgbaton.proto.bus.EventType;
import io.pgbaton.proto.id.EventIds;
import io.pgbaton.proto.v1.RecordsLost;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What could be kept neither on disk nor in memory, until it can be said on the bus. */
final class Losses {
    private record Key(String source, Trouble reason) {}

    private record Loss(BusRecord first, Instant last, long count) {}

    /** As many as there are sources and reasons: some for each scope of the daemon. */
    private final Map<Key, Loss> losses = new LinkedHashMap<>();

    void note(BusRecord record, Trouble reason) {
        losses.merge(
                new Key(record.source(), reason),
                new Loss(record, record.time(), 1),
                (before, one) -> new Loss(before.first(), one.last(), before.count() + 1));
    }

    boolean isEmpty() {
        return losses.isEmpty();
    }

    /** For the audit; nothing is left then. */
    List<BusRecord> drain(Instant now) {
        List<BusRecord> records = new ArrayList<>();
        losses.forEach((key, loss) -> records.add(record(key, loss, now)));
        losses.clear();
        return records;
    }

    private static BusRecord record(Key key, Loss loss, Instant now) {
        BusRecord first = loss.first();
        return new BusRecord(
                EventIds.local("lost after " + first.id() + " of " + key.source(), loss.count()),
                key.source(),
                EventType.RECORDS_LOST,
                first.scope(),
                first.node(),
                now,
                "",
                first.id(),
                RecordsLost.newBuilder()
                        .setCount(loss.count())
                        .setFirstTime(first.time().toString())
                        .setLastTime(loss.last().toString())
                        .setReason(key.reason().label())
                        .build());
    }
}
