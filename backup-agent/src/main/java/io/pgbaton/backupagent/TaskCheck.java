package io.pgbaton.backupagent;

import io.pgbaton.backupagent.act.Wrapper;
import io.pgbaton.backupagent.config.StanzaConfig;
import io.pgbaton.proto.v1.BackupKind;
import io.pgbaton.proto.v1.BackupTask;
import io.pgbaton.proto.v1.BackupType;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;

/** Whether a task makes sense: what it says goes with what it asks for, as pgBackRest has it. */
final class TaskCheck {
    private static final Set<BackupKind> OF_ALL_REPOSITORIES = EnumSet.of(
            BackupKind.BACKUP_KIND_STANZA_CREATE, BackupKind.BACKUP_KIND_STANZA_UPGRADE, BackupKind.BACKUP_KIND_CHECK);
    private static final Set<BackupKind> OF_ONE_SET =
            EnumSet.of(BackupKind.BACKUP_KIND_EXPIRE, BackupKind.BACKUP_KIND_INFO, BackupKind.BACKUP_KIND_DRILL);

    private TaskCheck() {}

    /** What is wrong with it, empty when nothing is. */
    static Optional<String> fault(StanzaConfig stanza, BackupTask task) {
        BackupKind kind = task.getKind();
        if (kind == BackupKind.BACKUP_KIND_UNSPECIFIED || kind == BackupKind.UNRECOGNIZED) {
            return Optional.of("this version knows no such task");
        }
        if (kind == BackupKind.BACKUP_KIND_RESTORE) {
            return Optional.of("a restore is for a member, not for a stanza: `pgbaton restore`");
        }
        String command = Wrapper.command(kind);
        if (task.getRepo() != 0 && OF_ALL_REPOSITORIES.contains(kind)) {
            return Optional.of(command + " is of all repositories at once, it takes none by its number");
        }
        if (task.getRepo() != 0 && !stanza.repos().contains(task.getRepo())) {
            return Optional.of(
                    "stanza " + stanza.name() + " has no repository " + task.getRepo() + ", only " + stanza.repos());
        }
        if (kind == BackupKind.BACKUP_KIND_ARCHIVE_CHECK
                && task.getRepo() == 0
                && stanza.repos().size() > 1) {
            return Optional.of(command + " is of one repository, by its number: " + stanza.repos());
        }
        if (task.getType() != BackupType.BACKUP_TYPE_UNSPECIFIED && kind != BackupKind.BACKUP_KIND_BACKUP) {
            return Optional.of(command + " has no type, only a backup has");
        }
        if (!task.getSet().isEmpty() && !OF_ONE_SET.contains(kind)) {
            return Optional.of(command + " takes no set");
        }
        return Optional.empty();
    }
}
