package io.pgbaton.lab.chaos.check;

import io.pgbaton.lab.chaos.write.Acknowledged;
import io.pgbaton.lab.writer.WritePath;
import java.time.Instant;

/** Rows for tests: times are milliseconds after one start. */
public final class ChaosRows {
    static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

    private ChaosRows() {}

    public static Instant at(long millis) {
        return START.plusMillis(millis);
    }

    public static Acknowledged row(WritePath path, long id, String member, int timeline, long sent, long acknowledged) {
        return new Acknowledged(path, id, member, timeline, at(sent), at(acknowledged));
    }

    static Acknowledged byAddress(long id, String member, int timeline, long sent, long acknowledged) {
        return row(WritePath.ADDRESS, id, member, timeline, sent, acknowledged);
    }
}
