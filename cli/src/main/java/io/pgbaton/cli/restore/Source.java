package io.pgbaton.cli.restore;

import io.pgbaton.cli.CliFault;
import io.pgbaton.cli.ExitCode;
import io.pgbaton.cli.Session;
import io.pgbaton.cli.backup.Repositories;
import io.pgbaton.proto.Scope;
import io.pgbaton.proto.v1.RestorePlan;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;

/** Where the data of a restore comes from: the backup in a stanza that fits. */
final class Source {
    private final Session session;

    Source(Session session) {
        this.session = session;
    }

    /**
     * The part of a plan that says what is restored.
     *
     * @throws CliFault when no backup fits, with those that could
     */
    RestorePlan.Builder plan(Scope from, String stanza, Aim aim) {
        BackupSet set = set(from, stanza, aim);
        return RestorePlan.newBuilder()
                .setFrom(from.key())
                .setStanza(stanza)
                .setRepo(set.repo())
                .setSet(set.label())
                .setTarget(aim.target().toProto(aim.timeline()))
                .setBytes(set.bytes())
                .setSystemIdentifier(set.systemIdentifier());
    }

    private BackupSet set(Scope from, String stanza, Aim aim) {
        JsonObject repository = repository(from, stanza);
        String lastWal = objects(repository, "archives")
                .map(archive -> archive.getString("max", ""))
                .reduce("", (before, last) -> last);
        List<BackupSet> sets = objects(repository, "backups").map(BackupSet::of).toList();
        try {
            return new SetChoice(sets, lastWal, Instant.now()).choose(aim.target(), aim.set());
        } catch (SetChoice.Unreachable none) {
            throw new CliFault(ExitCode.REFUSED, "stanza " + stanza + ": " + none.getMessage());
        }
    }

    /** What is in a stanza now, as {@code /api/v1/backups} has it. */
    JsonObject repository(Scope scope, String stanza) {
        JsonObject found = new Repositories(session)
                .read(List.of(scope)).stream()
                        .filter(one -> stanza.equals(one.getString("stanza")))
                        .findFirst()
                        .orElseThrow(
                                () -> new CliFault(ExitCode.NOT_FOUND, "no backup agent tells of stanza " + stanza));
        if (found.getString("readAt") == null) {
            throw new CliFault(
                    ExitCode.UNREACHABLE,
                    "the backup agent does not know what is in stanza " + stanza + " now: " + found.getString("fault"));
        }
        return found;
    }

    static Stream<JsonObject> objects(JsonObject of, String key) {
        return of.getJsonArray(key).stream().map(JsonObject.class::cast);
    }
}
