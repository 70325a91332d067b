package io.pgbaton.cli.restore;

import io.pgbaton.cli.backup.MissingWal;
import io.pgbaton.proto.v1.RestoreTargetKind;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What is known of WAL that the repositories of a stanza lack, and in the way of which restore it is.
 *
 * @param listed numbers of the repositories of which it is known what they lack
 * @param unknown why it is not known of others, by their numbers
 */
public record KnownGaps(List<MissingWal> missing, Set<Integer> listed, Map<Integer, String> unknown) {
    private static final String NOBODY_LISTS = "no backup agent lists it";

    public KnownGaps {
        missing = List.copyOf(missing);
        listed = Set.copyOf(listed);
        unknown = Map.copyOf(unknown);
    }

    /** As {@code /api/v1/backups} has it of a stanza. */
    static KnownGaps of(JsonObject stanza) {
        Map<Boolean, List<JsonObject>> looks = objects(stanza, "archiveLooks")
                .collect(Collectors.partitioningBy(look -> look.getString("listedAt") != null));
        return new KnownGaps(
                objects(stanza, "missingWal").map(MissingWal::of).toList(),
                looks.get(true).stream().map(KnownGaps::repo).collect(Collectors.toSet()),
                looks.get(false).stream()
                        .collect(Collectors.toMap(
                                KnownGaps::repo, look -> look.getString("fault", ""), (first, second) -> first)));
    }

    /** What lies on the way along a timeline that a person names is not known: recovery finds out. */
    KnownGaps alongANamedTimeline() {
        String why = "what is missing along a timeline that is named is not looked at";
        return new KnownGaps(
                List.of(),
                Set.of(),
                Stream.concat(listed.stream(), unknown.keySet().stream())
                        .distinct()
                        .collect(Collectors.toMap(repo -> repo, repo -> why)));
    }

    /** What a backup needs to be consistent, and the archive lacks. */
    Optional<MissingWal> breaks(BackupSet set) {
        return missing.stream()
                .filter(wal -> set.repo() == wal.repo() && wal.broken().contains(set.label()))
                .findFirst();
    }

    /** Why the target cannot be reached from this backup; empty also when recovery alone can tell. */
    Optional<String> between(BackupSet set, Target target) {
        return missing.stream()
                .filter(wal -> set.repo() == wal.repo() && wal.before().contains(set.label()))
                .filter(wal -> isBeyond(wal, target))
                .findFirst()
                .map(wal -> "the archive lacks " + wal + " after backup " + set.label()
                        + ", and recovery would end there, before " + target
                        + ": name a target before it (--time, --lsn), or, while the cluster runs, make a backup first");
    }

    /** What nobody looked at, for whoever restores this backup; empty when its WAL was. */
    Optional<String> unseen(BackupSet set, Target target) {
        String way = target.kind() == RestoreTargetKind.RESTORE_TARGET_KIND_IMMEDIATE
                ? "its own WAL is not known to be whole"
                : "WAL from it to " + target + " is not known to be whole, and recovery ends at a gap without a word";
        return listed.contains(set.repo())
                ? Optional.empty()
                : Optional.of("backup " + set.label() + ": " + way + " (repository " + set.repo() + ": "
                        + unknown.getOrDefault(set.repo(), NOBODY_LISTS)
                        + "); `pgbaton backup now --command archive-check` looks");
    }

    private static int repo(JsonObject look) {
        return look.getInteger("repo", 1);
    }

    private static boolean isBeyond(MissingWal wal, Target target) {
        return switch (target.kind()) {
            case RESTORE_TARGET_KIND_END -> true;
            case RESTORE_TARGET_KIND_TIME ->
                wal.since()
                        .filter(since -> target.time().orElseThrow().isAfter(since))
                        .isPresent();
            case RESTORE_TARGET_KIND_LSN -> Target.position(target.value()) >= Target.endOfLog(wal.last());
            default -> false;
        };
    }

    private static Stream<JsonObject> objects(JsonObject of, String key) {
        return of.getJsonArray(key, new JsonArray()).stream().map(JsonObject.class::cast);
    }
}
