package io.pgbaton.backupagent.decide.archive;

import io.pgbaton.proto.v1.ArchiveBreak;
import io.pgbaton.proto.v1.ArchiveBroken;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * What has to be told of the WAL that one repository lacks.
 *
 * <pre>
 * told before   found                          tells
 * nothing       some that no backup covers     it, all in one
 * some          the same                       nothing
 *               other files                    it anew
 *               none, or backups cover it      that it is over
 * </pre>
 */
public final class MissingWatch {
    private static final long MICROS = 1_000_000;

    private MissingWatch() {}

    /** Where. */
    public record Place(String stanza, int repo) {}

    /**
     * @param told what was told last and is not over
     * @param found in this repository, covered or not
     * @return empty when there is nothing to say
     */
    public static Optional<ArchiveBroken> judge(Place place, Optional<ArchiveBroken> told, List<MissingWal> found) {
        List<MissingWal> open = found.stream()
                .filter(one -> !one.covered())
                .sorted(Comparator.comparing(MissingWal::first))
                .toList();
        if (open.isEmpty()) {
            return told.map(before ->
                    before.toBuilder().setEnded(true).setDetail(why(found)).build());
        }
        ArchiveBroken now = broken(place, open);
        return told.filter(now::equals).isPresent() ? Optional.empty() : Optional.of(now);
    }

    private static String why(List<MissingWal> found) {
        return found.isEmpty() ? "nothing is missing now" : "a backup was begun after what is missing";
    }

    private static ArchiveBroken broken(Place place, List<MissingWal> open) {
        List<String> lost =
                open.stream().flatMap(one -> one.broken().stream()).distinct().toList();
        long since = open.stream()
                .flatMap(one -> one.since().stream())
                .mapToLong(Instant::getEpochSecond)
                .max()
                .orElse(0);
        String first = open.get(0).first();
        return ArchiveBroken.newBuilder()
                .setKind(ArchiveBreak.ARCHIVE_MISSING)
                .setStanza(place.stanza())
                .setRepo(place.repo())
                .setSegment(first)
                .setLastSegment(open.get(open.size() - 1).last())
                .setMissingFiles(
                        (int) open.stream().mapToLong(MissingWal::files).sum())
                .setDetail(
                        lost.isEmpty() ? "" : "without it these backups cannot be restored: " + String.join(", ", lost))
                .setNextStep(
                        "`pgbaton backup now`, where no policy does it: no restore gets past it from an older backup. If pg_wal"
                                + " of a member still has " + first + ", `pgbackrest archive-push` brings it back")
                .setSinceUs(since * MICROS)
                .build();
    }
}
