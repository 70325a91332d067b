package io.pgbaton.coordinator.decide.backup;

import io.pgbaton.proto.v1.BackupType;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What is known of a repository: from its agent, and from the bus.
 *
 * @param newest the newest backup of each type
 */
public record Holdings(Map<BackupType, Span> newest, WalChain chain) {
    static final Holdings NOTHING = new Holdings(Map.of(), WalChain.NOTHING);

    /** Of what ended so shortly before the agent looked, or later, the bus knows more. */
    private static final Duration LATE = Duration.ofMinutes(2);

    public Holdings {
        Map<BackupType, Span> ordered = new EnumMap<>(BackupType.class);
        ordered.putAll(newest);
        newest = Collections.unmodifiableMap(ordered);
    }

    static Holdings of(Map<BackupType, Span> newest, List<String> wal) {
        WalChain chain = WalChain.NOTHING;
        for (String segment : wal) {
            chain = chain.seen(segment);
        }
        return new Holdings(newest, chain);
    }

    /** The end of the newest backup of any type. */
    public Optional<Instant> stop() {
        return newest.values().stream().map(Span::stop).max(Comparator.naturalOrder());
    }

    /** What has expired is there no more. */
    Holdings read(Repository repository) {
        Map<BackupType, Span> next = new EnumMap<>(BackupType.class);
        next.putAll(repository.newest());
        Instant surely = repository.readAt().minus(LATE);
        newest.forEach((type, span) -> {
            if (span.stop().isAfter(surely)) {
                next.merge(type, span, Span::later);
            }
        });
        return new Holdings(next, chain.seen(repository.wal()));
    }

    Holdings made(BackupType type, Span span) {
        Map<BackupType, Span> next = new EnumMap<>(BackupType.class);
        next.putAll(newest);
        next.merge(type, span, Span::later);
        return new Holdings(next, chain);
    }

    /** Whether a backup of this type, or of one that holds more, was begun then or later. */
    boolean hasSince(BackupType type, Instant from) {
        return newest.entrySet().stream()
                .anyMatch(one -> one.getKey().compareTo(type) <= 0
                        && !one.getValue().start().isBefore(from));
    }
}
