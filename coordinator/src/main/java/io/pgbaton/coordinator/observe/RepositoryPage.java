package io.pgbaton.coordinator.observe;

import io.pgbaton.coordinator.decide.backup.Repository;
import io.pgbaton.coordinator.decide.backup.Span;
import io.pgbaton.proto.Scope;
import io.pgbaton.proto.v1.BackupType;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;

/** What {@code /api/v1/backups} of a backup agent says of the repositories of one scope. */
final class RepositoryPage {
    private RepositoryPage() {}

    /** One repository of one stanza. */
    record Found(String stanza, int repo, Repository repository) {}

    /**
     * Stanzas that the agent has not been able to read yet are left out.
     *
     * @throws RuntimeException when it is no such page
     */
    static List<Found> read(JsonObject page, Scope scope) {
        List<Found> found = new ArrayList<>();
        objects(page, "stanzas")
                .filter(stanza -> scope.key().equals(stanza.getString("scope")))
                .filter(stanza -> stanza.getString("readAt") != null)
                .forEach(stanza -> stanza.getJsonArray("repos")
                        .forEach(repo -> found.add(new Found(
                                stanza.getString("stanza"), (Integer) repo, repository(stanza, (Integer) repo)))));
        return found;
    }

    private static Repository repository(JsonObject stanza, int repo) {
        Map<BackupType, Span> newest = new EnumMap<>(BackupType.class);
        objects(stanza, "backups")
                .filter(backup -> backup.getInteger("repo") == repo && !backup.getBoolean("error", false))
                .forEach(backup -> newest.merge(
                        type(backup), span(backup), (one, other) -> other.stop().isAfter(one.stop()) ? other : one));
        String wal = objects(stanza, "archives")
                .filter(archive -> archive.getInteger("repo") == repo)
                .map(archive -> archive.getString("max", ""))
                .reduce("", (one, other) -> other.compareTo(one) > 0 ? other : one);
        return new Repository(Instant.parse(stanza.getString("readAt")), newest, wal);
    }

    private static BackupType type(JsonObject backup) {
        return BackupType.valueOf("BACKUP_TYPE_" + backup.getString("type").toUpperCase(Locale.ROOT));
    }

    private static Span span(JsonObject backup) {
        return new Span(Instant.parse(backup.getString("start")), Instant.parse(backup.getString("stop")));
    }

    private static Stream<JsonObject> objects(JsonObject of, String key) {
        return of.getJsonArray(key, new JsonArray()).stream().map(JsonObject.class::cast);
    }
}
