package io.pgbaton.cli.backup;

/** What a repository that lacks WAL can still be used for. */
final class MissingWords {
    private MissingWords() {}

    static String of(MissingWal wal) {
        String harm = wal.covered()
                ? "no time between it and the next backup can be restored"
                : "nothing after it can be restored: pgbaton backup now";
        String lost = wal.broken().isEmpty() ? "" : "; cannot be restored at all: " + String.join(", ", wal.broken());
        return wal + ": " + harm + lost;
    }
}
