package io.pgbaton.cli.backup;

import io.pgbaton.cli.sentence.WalSpan;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * WAL that a repository lacks: from a backup before it nothing after it can be reached. Recovery would end there, and take that
 * for the end of the archive.
 *
 * @param last name of the last segment
 * @param since when the next one came that is there: what was committed later lies after it; empty when there is none
 * @param covered a backup was begun after it
 * @param broken labels of backups that cannot be restored at all without it
 * @param before labels of those that were begun before it
 */
public record MissingWal(
        int repo,
        String first,
        String last,
        long files,
        Optional<Instant> since,
        boolean covered,
        List<String> broken,
        List<String> before) {

    public MissingWal {
        broken = List.copyOf(broken);
        before = List.copyOf(before);
    }

    /** As {@code missingWal} of {@code /api/v1/backups} has it. */
    public static MissingWal of(JsonObject wal) {
        return new MissingWal(
                wal.getInteger("repo", 1),
                wal.getString("first"),
                wal.getString("last"),
                wal.getLong("files", 1L),
                Optional.ofNullable(wal.getString("since")).map(Instant::parse),
                wal.getBoolean("covered", false),
                labels(wal, "broken"),
                labels(wal, "before"));
    }

    private static List<String> labels(JsonObject of, String key) {
        return of.getJsonArray(key, new JsonArray()).stream()
                .map(String::valueOf)
                .toList();
    }

    @Override
    public String toString() {
        return "WAL " + WalSpan.of(first, last, files);
    }
}
