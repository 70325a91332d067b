package io.pgbaton.nodeagent.decide.primary;

import io.pgbaton.nodeagent.decide.address.AddressInput.Postgres;

/**
 * One answer of local PostgreSQL.
 *
 * @param sentAt when it was asked, CLOCK_BOOTTIME in nanoseconds
 * @param timeline of the WAL being written, 0 in recovery
 * @param lsn of the WAL being written, empty in recovery
 * @param detail why it could not be reached, empty when it could
 */
public record PostgresAnswer(long sentAt, Postgres state, int timeline, String lsn, String detail) {
    public static PostgresAnswer unreachable(long sentAt, String detail) {
        return new PostgresAnswer(sentAt, Postgres.UNREACHABLE, 0, "", detail);
    }
}
