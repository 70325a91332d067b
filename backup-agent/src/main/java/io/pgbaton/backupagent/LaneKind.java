package io.pgbaton.backupagent;

import io.pgbaton.proto.v1.BackupKind;

/** Jobs of one stanza that wait for each other; those of two lanes do not. */
enum LaneKind {
    /** What changes the repository: one at a time, over the whole fleet. */
    REPOSITORY,
    /** What looks at all of it, for hours perhaps. */
    INSPECTION,
    /** What looks at it for a moment. */
    INFORMATION,
    /** What lists all WAL of a repository: minutes of an archive of years in object storage. */
    LISTING,
    /** What restores some of it elsewhere. */
    DRILL;

    /** Whether one at a time does it, over the whole fleet, and none while operators want hands off (R11). */
    boolean isLocked() {
        return this == REPOSITORY || this == DRILL;
    }

    static LaneKind of(BackupKind kind) {
        return switch (kind) {
            case BACKUP_KIND_CHECK, BACKUP_KIND_VERIFY -> INSPECTION;
            case BACKUP_KIND_INFO -> INFORMATION;
            case BACKUP_KIND_ARCHIVE_CHECK -> LISTING;
            case BACKUP_KIND_DRILL -> DRILL;
            case BACKUP_KIND_STANZA_CREATE,
                    BACKUP_KIND_STANZA_UPGRADE,
                    BACKUP_KIND_BACKUP,
                    BACKUP_KIND_EXPIRE,
                    BACKUP_KIND_RESTORE,
                    BACKUP_KIND_UNSPECIFIED,
                    UNRECOGNIZED -> REPOSITORY;
        };
    }
}
