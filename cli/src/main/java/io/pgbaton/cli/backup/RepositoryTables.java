package io.pgbaton.cli.backup;

import io.pgbaton.cli.show.Cell;
import io.pgbaton.cli.show.Colour;
import io.pgbaton.cli.show.Sizes;
import io.pgbaton.cli.show.Table;
import io.pgbaton.cli.show.Terminal;
import io.pgbaton.cli.show.Times;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** What {@link Repositories} says, for people. */
public final class RepositoryTables {
    private static final String NOTHING = "-";

    private final Terminal terminal;
    private final Instant now;

    public RepositoryTables(Terminal terminal, Instant now) {
        this.terminal = terminal;
        this.now = now;
    }

    /** One line a backup, the newest last. */
    public void list(List<JsonObject> stanzas) {
        Table table = new Table("STANZA", "REPO", "LABEL", "TYPE", "ENDED", "TOOK", "DATABASE", "COPIED", "");
        stanzas.forEach(stanza -> objects(stanza, "backups").forEach(backup -> {
            Instant stop = Instant.parse(backup.getString("stop"));
            Duration took = Duration.between(Instant.parse(backup.getString("start")), stop);
            boolean error = backup.getBoolean("error", false);
            table.row(
                    Cell.of(stanza.getString("stanza")),
                    Cell.of(backup.getInteger("repo")),
                    Cell.of(backup.getString("label")),
                    Cell.of(backup.getString("type")),
                    Cell.of(Times.toSecond(stop, terminal.zone())),
                    Cell.of(Times.length(took)),
                    Cell.of(Sizes.of(backup.getLong("bytes", 0L))),
                    Cell.of(Sizes.of(backup.getLong("deltaBytes", 0L))),
                    error ? Cell.of("page checksums fail", Colour.ALARM) : Cell.of(""));
        }));
        table.print(terminal);
        missing(stanzas);
        faults(stanzas);
    }

    /** One line a stanza and repository. */
    public void info(List<JsonObject> stanzas) {
        Table table =
                new Table("STANZA", "SCOPE", "AGENT", "REPO", "STATUS", "FULL", "DIFF", "INCR", "WAL UP TO", "NOW");
        stanzas.forEach(stanza -> stanza.getJsonArray("repos")
                .forEach(repo -> table.row(
                        Cell.of(stanza.getString("stanza")),
                        Cell.of(stanza.getString("scope")),
                        Cell.of(stanza.getString("node")),
                        Cell.of(repo),
                        status(stanza),
                        Cell.of(age(stanza, repo, "full")),
                        Cell.of(age(stanza, repo, "diff")),
                        Cell.of(age(stanza, repo, "incr")),
                        Cell.of(wal(stanza, repo)),
                        Cell.of(work(stanza)))));
        table.print(terminal);
        missing(stanzas);
        faults(stanzas);
    }

    private void missing(List<JsonObject> stanzas) {
        stanzas.forEach(stanza -> objects(stanza, "missingWal")
                .map(MissingWal::of)
                .forEach(wal -> terminal.line(terminal.paint(
                        wal.covered() ? Colour.WARN : Colour.ALARM,
                        stanza.getString("stanza") + ": repository " + wal.repo() + " lacks "
                                + MissingWords.of(wal)))));
        stanzas.forEach(stanza -> objects(stanza, "archiveLooks")
                .filter(look -> look.getString("listedAt") == null)
                .forEach(look -> terminal.line(terminal.paint(
                        Colour.WARN,
                        stanza.getString("stanza") + ": whether repository " + look.getInteger("repo")
                                + " lacks WAL is not known now: " + look.getString("fault")))));
    }

    private void faults(List<JsonObject> stanzas) {
        stanzas.stream()
                .filter(stanza -> !stanza.getString("fault", "").isEmpty())
                .forEach(stanza -> terminal.line(terminal.paint(
                        Colour.WARN, stanza.getString("stanza") + ": not known now: " + stanza.getString("fault"))));
    }

    private static Cell status(JsonObject stanza) {
        String status = stanza.getString("status", "unknown");
        return Cell.of(status, status.equals("ok") ? Colour.GOOD : Colour.WARN);
    }

    private String age(JsonObject stanza, Object repo, String type) {
        Optional<Instant> newest = objects(stanza, "backups")
                .filter(backup -> repo.equals(backup.getInteger("repo")) && type.equals(backup.getString("type")))
                .map(backup -> Instant.parse(backup.getString("stop")))
                .max(Comparator.naturalOrder());
        return newest.map(stop -> Times.length(Duration.between(stop, now)) + " ago")
                .orElse(NOTHING);
    }

    private static String wal(JsonObject stanza, Object repo) {
        return objects(stanza, "archives")
                .filter(archive -> repo.equals(archive.getInteger("repo")))
                .map(archive -> archive.getString("max", NOTHING))
                .reduce(NOTHING, (before, last) -> last);
    }

    private static String work(JsonObject stanza) {
        JsonObject work = stanza.getJsonObject("work");
        return work == null
                ? NOTHING
                : work.getString("phase") + " " + Math.round(work.getDouble("percent", 0.0)) + " %";
    }

    private static Stream<JsonObject> objects(JsonObject of, String key) {
        return of.getJsonArray(key, new JsonArray()).stream().map(JsonObject.class::cast);
    }
}
