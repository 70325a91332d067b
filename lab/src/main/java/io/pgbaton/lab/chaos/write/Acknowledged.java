package io.pgbaton.lab.chaos.write;

import io.pgbaton.lab.writer.WritePath;
import java.time.Instant;

/**
 * A row whose commit was acknowledged.
 *
 * @param id numbered by the client, unique in its table
 * @param member the server by its own account
 * @param timeline of its PostgreSQL, by its own account
 * @param sent before the statement was sent
 * @param acknowledged after its answer had come; both on one monotonic clock
 */
public record Acknowledged(WritePath path, long id, String member, int timeline, Instant sent, Instant acknowledged) {
    String toLine() {
        return "%d %s %d %s %s".formatted(id, member, timeline, sent, acknowledged);
    }
}
