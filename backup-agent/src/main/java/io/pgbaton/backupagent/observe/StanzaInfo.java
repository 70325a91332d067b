package io.pgbaton.backupagent.observe;

import io.pgbaton.backupagent.decide.archive.KeptBackup;
import io.pgbaton.backupagent.decide.upgrade.StanzaDatabase;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * What pgBackRest's {@code info} says of one stanza.
 *
 * @param status pgBackRest's word: {@code ok}, or what is wrong
 * @param databases what each repository holds the stanza for now, the last one after upgrades
 * @param backups the oldest first
 * @param archives what WAL each repository has
 * @param faults why a repository cannot be read, by its number; of those that have no backup yet, none
 */
public record StanzaInfo(
        String status,
        List<StanzaDatabase> databases,
        List<Backup> backups,
        List<Archive> archives,
        Map<Integer, String> faults) {
    public static final StanzaInfo NONE = new StanzaInfo("unknown", List.of(), List.of(), List.of(), Map.of());
    /** pgBackRest's codes for "ok" and "no valid backups". */
    private static final Set<Integer> READABLE = Set.of(0, 2);

    /**
     * @param size of the database, bytes
     * @param stopLsn the first position at which it is consistent; empty when pgBackRest does not say
     * @param systemIdentifier of the cluster that was backed up; empty when pgBackRest does not say
     * @param version of PostgreSQL then, likewise
     * @param history how many times the stanza was created or upgraded until then: the end of the name of its archive
     * @param walStart the first WAL segment that it needs to be consistent; empty when pgBackRest does not say
     * @param walStop the last one, likewise
     */
    public record Backup(
            String label,
            String type,
            int repo,
            Instant start,
            Instant stop,
            long size,
            long delta,
            boolean error,
            String stopLsn,
            String systemIdentifier,
            String version,
            int history,
            String walStart,
            String walStop) {}

    public record Archive(int repo, String min, String max) {}

    public StanzaInfo {
        databases = List.copyOf(databases);
        backups = List.copyOf(backups);
        archives = List.copyOf(archives);
        faults = Map.copyOf(faults);
    }

    /** Of PostgreSQL now, empty when it is not said. */
    public String version() {
        return databases.stream().map(StanzaDatabase::version).reduce("", (first, last) -> last);
    }

    /** Why that repository cannot be read, empty when it can: pgBackRest says so, and goes on without it. */
    public String fault(int repo) {
        return faults.getOrDefault(repo, "");
    }

    /**
     * Reads the array that {@code info --output=json} prints. Fields that this version does not know are passed over.
     *
     * @throws IllegalArgumentException when it is none
     */
    public static StanzaInfo parse(String json, String stanza) {
        try {
            JsonArray all = new JsonArray(json);
            for (int i = 0; i < all.size(); i++) {
                JsonObject one = all.getJsonObject(i);
                if (stanza.equals(one.getString("name"))) {
                    return of(one);
                }
            }
        } catch (RuntimeException wrong) {
            throw new IllegalArgumentException("pgBackRest's info cannot be read: " + wrong.getMessage(), wrong);
        }
        throw new IllegalArgumentException("pgBackRest's info does not have stanza " + stanza);
    }

    /** A failed one is none. */
    public Optional<Instant> newest(String type, int repo) {
        return backups.stream()
                .filter(backup -> backup.type().equals(type) && backup.repo() == repo && !backup.error())
                .map(Backup::stop)
                .max(Comparator.naturalOrder());
    }

    /** By the WAL that they need; one that was made without PostgreSQL names none. */
    public List<KeptBackup> kept(int repo) {
        return backups.stream()
                .filter(backup -> backup.repo() == repo)
                .filter(backup ->
                        !backup.walStart().isEmpty() && !backup.walStop().isEmpty())
                .map(one -> new KeptBackup(one.label(), one.history(), one.walStart(), one.walStop(), one.stop()))
                .toList();
    }

    private static StanzaInfo of(JsonObject stanza) {
        return new StanzaInfo(
                stanza.getJsonObject("status", new JsonObject()).getString("message", "unknown"),
                databases(stanza),
                objects(stanza, "backup")
                        .map(backup -> backup(backup, stanza))
                        .sorted(Comparator.comparing(Backup::stop))
                        .toList(),
                objects(stanza, "archive").map(StanzaInfo::archive).toList(),
                faultsOf(stanza));
    }

    /** pgBackRest numbers them from 1, one more with each upgrade; one that names no repository has one. */
    private static List<StanzaDatabase> databases(JsonObject stanza) {
        Map<Integer, JsonObject> last = new TreeMap<>();
        objects(stanza, "db")
                .forEach(db -> last.merge(
                        db.getInteger("repo-key", 1),
                        db,
                        (one, other) -> one.getInteger("id", 0) > other.getInteger("id", 0) ? one : other));
        return last.entrySet().stream()
                .map(db -> new StanzaDatabase(
                        db.getKey(),
                        db.getValue().getString("version", ""),
                        text(db.getValue().getValue("system-id"))))
                .toList();
    }

    private static String text(Object value) {
        return value == null ? "" : String.valueOf(value);
    }

    private static Map<Integer, String> faultsOf(JsonObject stanza) {
        Map<Integer, String> faults = new HashMap<>();
        objects(stanza, "repo").forEach(repo -> {
            JsonObject status = repo.getJsonObject("status", new JsonObject());
            if (!READABLE.contains(status.getInteger("code", 0))) {
                faults.put(repo.getInteger("key", 1), status.getString("message", "unknown"));
            }
        });
        return faults;
    }

    private static Backup backup(JsonObject backup, JsonObject stanza) {
        JsonObject time = backup.getJsonObject("timestamp");
        JsonObject info = backup.getJsonObject("info", new JsonObject());
        return new Backup(
                backup.getString("label"),
                backup.getString("type"),
                repo(backup),
                Instant.ofEpochSecond(time.getLong("start")),
                Instant.ofEpochSecond(time.getLong("stop")),
                info.getLong("size", 0L),
                info.getLong("delta", 0L),
                Boolean.TRUE.equals(backup.getBoolean("error")),
                backup.getJsonObject("lsn", new JsonObject()).getString("stop", ""),
                ofDatabase(backup.getJsonObject("database", new JsonObject()), stanza, "system-id"),
                ofDatabase(backup.getJsonObject("database", new JsonObject()), stanza, "version"),
                backup.getJsonObject("database", new JsonObject()).getInteger("id", 1),
                segment(backup, "start"),
                segment(backup, "stop"));
    }

    /** One that was made without PostgreSQL has null for it. */
    private static String segment(JsonObject backup, String which) {
        String name = backup.getJsonObject("archive", new JsonObject()).getString(which);
        return name == null ? "" : name;
    }

    /** A stanza has one database more after each upgrade of PostgreSQL. */
    private static String ofDatabase(JsonObject of, JsonObject stanza, String field) {
        return objects(stanza, "db")
                .filter(db -> Objects.equals(db.getValue("id"), of.getValue("id"))
                        && Objects.equals(db.getValue("repo-key"), of.getValue("repo-key")))
                .filter(db -> db.containsKey(field))
                .map(db -> String.valueOf(db.getValue(field)))
                .findFirst()
                .orElse("");
    }

    private static Archive archive(JsonObject archive) {
        return new Archive(repo(archive), archive.getString("min", ""), archive.getString("max", ""));
    }

    /** An older pgBackRest names none: it has one. */
    private static int repo(JsonObject of) {
        return of.getJsonObject("database", new JsonObject()).getInteger("repo-key", 1);
    }

    private static Stream<JsonObject> objects(JsonObject of, String key) {
        return of.getJsonArray(key, new JsonArray()).stream().map(JsonObject.class::cast);
    }
}
