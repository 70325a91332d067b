package io.pgbaton.cli.restore;

import io.vertx.core.json.JsonObject;
import java.time.Instant;

/**
 * One backup that a restore can begin with.
 *
 * @param stopLsn where it becomes consistent, empty when that is not known
 * @param bytes of the database
 * @param error its pages failed their checksums
 */
public record BackupSet(
        String label, int repo, Instant stop, String stopLsn, long bytes, String systemIdentifier, boolean error) {

    /** As {@code /api/v1/backups} has it. */
    public static BackupSet of(JsonObject backup) {
        return new BackupSet(
                backup.getString("label"),
                backup.getInteger("repo", 1),
                Instant.parse(backup.getString("stop")),
                backup.getString("stopLsn", ""),
                backup.getLong("bytes", 0L),
                backup.getString("systemIdentifier", ""),
                backup.getBoolean("error", false));
    }
}
