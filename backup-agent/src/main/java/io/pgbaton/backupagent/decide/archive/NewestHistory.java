package io.pgbaton.backupagent.decide.archive;

import java.util.List;

/**
 * Of the archives of a stanza the newest, with its backups. WAL does not go on from one to the next, and segments of both may have
 * the same names; after an upgrade the list is of the old one until the first file comes, or the first backup ends.
 */
record NewestHistory(List<WalRun> runs, List<KeptBackup> backups) {

    static NewestHistory of(ListedArchive list, List<KeptBackup> all) {
        int backedUp = all.stream().mapToInt(KeptBackup::history).max().orElse(0);
        int newest = Math.max(list.history(), backedUp);
        return new NewestHistory(
                list.history() == newest ? list.runs() : List.of(),
                all.stream().filter(backup -> backup.history() == newest).toList());
    }
}
