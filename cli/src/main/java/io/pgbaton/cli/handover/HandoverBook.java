package io.pgbaton.cli.handover;

import io.pgbaton.proto.bus.BusRecord;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Finds the handovers in a stretch of events. A record that comes twice changes nothing. */
public final class HandoverBook {
    private final Map<String, Handover> handovers = new LinkedHashMap<>();
    private final Map<String, Map<String, BusRecord>> records = new LinkedHashMap<>();

    public void add(BusRecord record) {
        if (!record.correlationId().isEmpty()) {
            records.computeIfAbsent(record.correlationId(), id -> new LinkedHashMap<>())
                    .putIfAbsent(record.id(), record);
        }
        switch (record.type()) {
            case HANDOVER_STARTED -> keep(Handover.open(record), false);
            case HANDOVER_COMPLETED -> keep(Handover.completed(record), true);
            case HANDOVER_FAILED -> keep(Handover.failed(record), true);
            default -> {
                // Only a part of its handover.
            }
        }
    }

    /** Oldest first. */
    public List<Handover> all() {
        return handovers.values().stream()
                .sorted(Comparator.comparing(Handover::started))
                .toList();
    }

    /** Those whose id begins with this, with all their records. */
    public List<Handover> startingWith(String idPrefix) {
        return all().stream()
                .filter(handover -> handover.id().startsWith(idPrefix))
                .map(this::withRecords)
                .toList();
    }

    private Handover withRecords(Handover handover) {
        List<BusRecord> own =
                new ArrayList<>(records.getOrDefault(handover.id(), Map.of()).values());
        own.sort(Comparator.comparing(BusRecord::time));
        return handover.with(own);
    }

    /** Events of one scope are in order, but an end may be in reach of the look back and its beginning not. */
    private void keep(Handover seen, boolean isEnd) {
        if (isEnd) {
            handovers.put(seen.id(), seen);
        } else {
            handovers.putIfAbsent(seen.id(), seen);
        }
    }
}
