package io.pgbaton.cli.backup;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.stream.Collectors;

/** What a repository that lacks WAL can still be used for. */
final class MissingWords {
    private MissingWords() {}

    static String of(JsonObject wal) {
        JsonArray broken = wal.getJsonArray("broken", new JsonArray());
        String harm = wal.getBoolean("covered", false)
                ? "no time between it and the next backup can be restored"
                : "nothing after it can be restored: pgbaton backup now";
        String lost = broken.isEmpty()
                ? ""
                : "; cannot be restored at all: "
                        + broken.stream().map(String::valueOf).collect(Collectors.joining(", "));
        return span(wal) + ": " + harm + lost;
    }

    private static String span(JsonObject wal) {
        long files = wal.getLong("files", 1L);
        String first = wal.getString("first");
        return files == 1 ? first : first + " to " + wal.getString("last") + " (" + files + " files)";
    }
}
