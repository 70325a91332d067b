package io.pgbaton.proto.bus;

import java.time.Duration;
import java.util.Optional;

/** The topics of the bus, spelled here and nowhere else. Cleanup and retention: DESIGN section 5. */
public enum Topic {
    OBSERVATIONS("observations", Duration.ofDays(7)),
    COMMANDS("commands", Duration.ofDays(1)),
    AUDIT("audit", Duration.ofDays(400)),
    EVENTS("events", Duration.ofDays(30)),
    CLUSTERS("clusters", null);

    /** The same for every topic and fixed at creation, so that a scope has one partition number everywhere. */
    public static final int PARTITIONS = 12;

    /** Default of the setting {@code bus.topicPrefix}. */
    public static final String DEFAULT_PREFIX = "pgbaton.";

    private final String suffix;
    private final Duration retention;

    Topic(String suffix, Duration retention) {
        this.suffix = suffix;
        this.retention = retention;
    }

    public String name(String prefix) {
        return prefix + suffix;
    }

    /** Whether each record carries a {@link HashChain} over those of its source before it (R9). */
    public boolean isChained() {
        return this == AUDIT;
    }

    /** How long records are kept; empty for a compacted topic, which keeps the last record of each scope. */
    public Optional<Duration> retention() {
        return Optional.ofNullable(retention);
    }
}
