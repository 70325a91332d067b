package io.pgbaton.coordinator.decide.backup;

import io.pgbaton.proto.v1.BackupType;
import java.time.Instant;
import java.util.Map;

/**
 * What a repository holds of a stanza, as its backup agent read it.
 *
 * @param readAt by the agent's clock
 * @param newest of each type; backups that failed are left out
 * @param wal the newest segment, empty when there is none
 */
public record Repository(Instant readAt, Map<BackupType, Span> newest, String wal) {

    public Repository {
        newest = Map.copyOf(newest);
    }
}
