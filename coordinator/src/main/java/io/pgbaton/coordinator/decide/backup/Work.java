package io.pgbaton.coordinator.decide.backup;

import io.pgbaton.proto.v1.BackupKind;
import java.util.Arrays;
import java.util.Locale;

/** What a policy plans. */
public enum Work {
    BACKUPS(BackupKind.BACKUP_KIND_BACKUP, 3),
    /** A backup that could not be restored twice is not restored a third time by itself: that costs hours, and it is told. */
    DRILLS(BackupKind.BACKUP_KIND_DRILL, 2),
    /** What retention lets go is removed; pgBackRest does that after each backup too, unless it is told not to. */
    EXPIRY(BackupKind.BACKUP_KIND_EXPIRE, 3);

    private final BackupKind kind;
    private final int attempts;

    Work(BackupKind kind, int attempts) {
        this.kind = kind;
        this.attempts = attempts;
    }

    public static Work of(BackupKind kind) {
        return Arrays.stream(values())
                .filter(work -> work.kind == kind)
                .findFirst()
                .orElse(BACKUPS);
    }

    /** One of it: {@code backup}, {@code drill}, {@code expire}. */
    public String word() {
        return kind.name().substring("BACKUP_KIND_".length()).toLowerCase(Locale.ROOT);
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
