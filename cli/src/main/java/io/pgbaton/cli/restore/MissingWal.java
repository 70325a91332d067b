package io.pgbaton.cli.restore;

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
 * @param since when the next one came that is there: what was committed later lies after it
 * @param broken labels of backups that cannot be restored at all without it
 * @param before labels of those that were begun before it
 */
public record MissingWal(int repo, String first, String last, Instant since, List<String> broken, List<String> before) {

    public MissingWal {
        broken = List.copyOf(broken);
        before = List.copyOf(before);
    }

    /** As {@code /api/v1/backups} has it. */
    public static MissingWal of(JsonObject wal) {
        return new MissingWal(
                wal.getInteger("repo", 1),
                wal.getString("first"),
                wal.getString("last"),
                Instant.parse(wal.getString("since")),
                labels(wal, "broken"),
                labels(wal, "before"));
    }

    boolean breaks(BackupSet set) {
        return set.repo() == repo && broken.contains(set.label());
    }

    /** Why the target cannot be reached from this backup; empty also when recovery alone can tell. */
    Optional<String> between(BackupSet set, Target target) {
        if (set.repo() != repo || !before.contains(set.label())) {
            return Optional.empty();
        }
        boolean beyond =
                switch (target.kind()) {
                    case RESTORE_TARGET_KIND_END -> true;
                    case RESTORE_TARGET_KIND_TIME -> target.time().orElseThrow().isAfter(since);
                    case RESTORE_TARGET_KIND_LSN -> Target.position(target.value()) >= endOfLog();
                    default -> false;
                };
        return beyond
                ? Optional.of("the archive lacks " + this + " after backup " + set.label()
                        + ", and recovery would end there, before " + target
                        + ": name a target before it (--time, --lsn), or, while the cluster runs, make a backup first")
                : Optional.empty();
    }

    /** Of the next 4 GiB: how large segments are nobody tells. */
    private long endOfLog() {
        return (Long.parseLong(last.substring(8, 16), 16) + 1) << 32;
    }

    private static List<String> labels(JsonObject of, String key) {
        return of.getJsonArray(key, new JsonArray()).stream()
                .map(String::valueOf)
                .toList();
    }

    @Override
    public String toString() {
        return first.equals(last) ? "WAL " + first : "WAL " + first + " to " + last;
    }
}
