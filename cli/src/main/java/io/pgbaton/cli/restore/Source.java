package io.pgbaton.cli.restore;

import io.pgbaton.cli.CliFault;
import io.pgbaton.cli.ExitCode;
import io.pgbaton.cli.Session;
import io.pgbaton.cli.backup.Repositories;
import io.pgbaton.cli.read.ScopeState;
import io.pgbaton.proto.Scope;
import io.pgbaton.proto.v1.RestorePlan;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
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
     * @param notes told what a person should know before
     * @throws CliFault when no backup fits, with those that could
     */
    RestorePlan.Builder plan(Scope from, String stanza, Aim aim, Consumer<String> notes) {
        BackupSet set = set(from, stanza, aim, notes);
        return RestorePlan.newBuilder()
                .setFrom(from.key())
                .setStanza(stanza)
                .setRepo(set.repo())
                .setSet(set.label())
                .setTarget(aim.target().toProto(aim.timeline()))
                .setBytes(set.bytes())
                .setSystemIdentifier(set.systemIdentifier());
    }

    /**
     * The same of a scope that is restored from its own backup.
     *
     * @throws CliFault also when that is another cluster's, as the system identifiers say
     */
    RestorePlan.Builder planOfItself(ScopeState state, String stanza, Aim aim, Consumer<String> notes) {
        RestorePlan.Builder plan = plan(state.scope(), stanza, aim, notes);
        Optional<String> other = state.systemIdentifier().filter(own -> !own.equals(plan.getSystemIdentifier()));
        if (other.isPresent()) {
            throw new CliFault(
                    ExitCode.REFUSED,
                    "backup " + plan.getSet() + " of stanza " + stanza
                            + " is another cluster's: its system identifier is "
                            + plan.getSystemIdentifier() + ", and " + state.scope() + " is " + other.get()
                            + " as etcd has it; name another backup with --set, or another stanza");
        }
        return plan;
    }

    private BackupSet set(Scope from, String stanza, Aim aim, Consumer<String> notes) {
        JsonObject repository = repository(from, stanza);
        String lastWal = objects(repository, "archives")
                .map(archive -> archive.getString("max", ""))
                .reduce("", (before, last) -> last);
        List<BackupSet> sets = objects(repository, "backups").map(BackupSet::of).toList();
        KnownGaps known = KnownGaps.of(repository);
        KnownGaps gaps = aim.timeline().isEmpty() ? known : known.alongANamedTimeline();
        try {
            BackupSet set = new SetChoice(sets, lastWal, gaps, Instant.now()).choose(aim.target(), aim.set());
            gaps.unseen(set, aim.target()).ifPresent(notes);
            return set;
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
        return of.getJsonArray(key, new JsonArray()).stream().map(JsonObject.class::cast);
    }
}
