package io.pgbaton.backupagent.decide;

import java.time.Instant;

/**
 * A backup that a drill can restore.
 *
 * @param bytes of the database
 * @param version of PostgreSQL, as in {@code 15}
 */
public record Restorable(String label, int repo, long bytes, Instant stopped, String version) {}
