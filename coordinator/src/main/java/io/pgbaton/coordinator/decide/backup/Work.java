package io.pgbaton.coordinator.decide.backup;

import io.pgbaton.proto.v1.BackupKind;

/** What a policy plans. */
public enum Work {
    BACKUPS(BackupKind.BACKUP_KIND_BACKUP, 3),
    /** A backup that could not be restored twice is not restored a third time by itself: that costs hours, and it is told. */
    DRILLS(BackupKind.BACKUP_KIND_DRILL, 2);

    private final BackupKind kind;
    private final int attempts;

    Work(BackupKind kind, int attempts) {
        this.kind = kind;
        this.attempts = attempts;
    }

    public static Work of(BackupKind kind) {
        return kind == BackupKind.BACKUP_KIND_DRILL ? DRILLS : BACKUPS;
    }

    /** What agents are asked. */
    public BackupKind kind() {
        return kind;
    }

    /** After so many it is given up, until it is due again. */
    int attempts() {
        return attempts;
    }
}
