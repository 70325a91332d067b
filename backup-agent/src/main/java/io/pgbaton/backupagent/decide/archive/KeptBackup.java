package io.pgbaton.backupagent.decide.archive;

import java.time.Instant;

/**
 * A backup in a repository, by the WAL that it needs to be consistent.
 *
 * @param history of which archive of the stanza, as {@link ListedArchive#history()}
 * @param walStart name of the first segment
 * @param walStop of the last
 */
public record KeptBackup(String label, int history, String walStart, String walStop, Instant stop) {}
