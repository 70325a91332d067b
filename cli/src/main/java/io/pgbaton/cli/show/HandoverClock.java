package io.pgbaton.cli.show;

import io.pgbaton.proto.bus.BusRecord;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** How long after the first record of its handover a record happened. */
public final class HandoverClock {
    private final Map<String, Instant> starts = new HashMap<>();

    /** Empty for a record of no handover. */
    public Optional<Duration> offset(BusRecord record) {
        if (record.correlationId().isEmpty()) {
            return Optional.empty();
        }
        Instant start = starts.computeIfAbsent(record.correlationId(), id -> record.time());
        return Optional.of(Duration.between(start, record.time()));
    }
}
