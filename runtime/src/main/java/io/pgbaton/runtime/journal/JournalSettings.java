package io.pgbaton.runtime.journal;

import java.nio.file.Path;

/**
 * @param folder of this daemon alone
 * @param maxBytes on disk
 * @param capacity records in memory, written or not
 */
public record JournalSettings(Path folder, long maxBytes, int capacity) {
    /** Days of a calm fleet, hours of one in trouble. */
    public static final long DEFAULT_MAX_BYTES = 256L << 20;

    /** About 10 MiB. */
    public static final int DEFAULT_CAPACITY = 10_000;

    public static JournalSettings in(Path folder) {
        return new JournalSettings(folder, DEFAULT_MAX_BYTES, DEFAULT_CAPACITY);
    }

    SegmentLog.Limits limits() {
        return new SegmentLog.Limits(maxBytes, Math.min(SegmentLog.Limits.SEGMENT_BYTES, maxBytes / 4));
    }
}
