package io.pgbaton.backupagent.decide.archive;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Which WAL is missing from one repository.
 *
 * <pre>
 * of a backup                   what it needs to be consistent, to the segment
 * within a timeline             what lies between two runs of files, from the oldest backup on that the timeline can go on from
 * where a timeline begins       what lies between the furthest file before it and its first: of which timeline it was made a
 *                               name does not say, but the first file of a timeline is the one in which it begins
 * not that                      what lies exactly between two backups, when all older WAL is what backups need: retention of WAL
 *                               that is shorter than that of backups removes this, the oldest first
 * nor that                      what a timeline has beyond the beginning of a later one: nobody goes on from there
 * not yet                       what has not been passed for a while: files overtake each other on their way, and what an old
 *                               leader has left may come after the first file of the new one
 * </pre>
 *
 * Not seen: the first files of a timeline when the last one has files of the same numbers; all WAL between two backups, taken away
 * by somebody else.
 */
public final class MissingWalRule {
    /** Beyond pgBackRest's own io-timeout of 60 s, after which a file is pushed again. */
    private static final Duration OVERTAKEN = Duration.ofMinutes(2);
    /** As long as the coordinator waits for the archive after a change of the leader. */
    private static final Duration HANDED_OVER = Duration.ofMinutes(15);

    private final WalHeld held;
    private final List<Need> needs;
    private final List<Hole> holes = new ArrayList<>();

    private MissingWalRule(WalHeld held, List<Need> needs) {
        this.held = held;
        this.needs = needs;
    }

    /**
     * @param all backups of the same repository, asked for {@linkplain ListedArchive#goesWithBackupsAskedForAt late enough}
     * @throws NumberFormatException when a backup names no segments
     */
    public static List<MissingWal> find(ListedArchive list, List<KeptBackup> all) {
        NewestHistory newest = NewestHistory.of(list, all);
        List<WalRun> runs = newest.runs();
        List<KeptBackup> backups = newest.backups();
        WalSegments segments = WalSegments.of(runs, backups);
        List<Need> needs =
                backups.stream().map(backup -> Need.of(backup, segments)).toList();
        MissingWalRule rule = new MissingWalRule(new WalHeld(runs, segments), needs);
        rule.between(list.begun());
        return rule.withBackups(list.begun());
    }

    private void between(Instant listed) {
        Map<Integer, Long> reached = new HashMap<>();
        int timeline = needs.stream().mapToInt(Need::timeline).min().orElse(0);
        long furthest = -1;
        for (WalRun run : held.runs()) {
            OptionalLong bound = bound(run.timeline());
            if (bound.isEmpty()) {
                continue;
            }
            boolean begun = reached.containsKey(run.timeline());
            long before = Math.max(begun ? reached.get(run.timeline()) : furthest, bound.getAsLong() - 1);
            Instant settled = listed.minus(begun ? OVERTAKEN : HANDED_OVER);
            long first = held.segments().first(run);
            if (first > before + 1 && run.came().isBefore(settled)) {
                add(new Hole(begun ? run.timeline() : timeline, before + 1, first - 1, Optional.of(run.came())));
            }
            long last = held.segments().last(run);
            reached.put(run.timeline(), last);
            if (last > furthest) {
                furthest = last;
                timeline = run.timeline();
            }
        }
    }

    private void add(Hole hole) {
        if (!isRetention(hole) && !held.isLeftBehind(hole)) {
            holes.add(hole);
        }
    }

    private List<MissingWal> withBackups(Instant listed) {
        Map<Need, List<Hole>> lacking = new HashMap<>();
        for (Need need : needs) {
            List<Hole> own = need.ended().isBefore(listed.minus(OVERTAKEN)) ? held.lacks(need) : List.of();
            lacking.put(need, own);
            own.stream()
                    .filter(hole -> holes.stream().noneMatch(hole::touches))
                    .forEach(hole -> holes.add(held.endsBefore(hole) ? hole.atTheEnd() : hole));
        }
        return holes.stream().map(hole -> told(hole, lacking)).toList();
    }

    private MissingWal told(Hole hole, Map<Need, List<Hole>> lacking) {
        boolean atTheEnd = hole.since().isEmpty();
        return new MissingWal(
                held.segments().name(hole.timeline(), hole.first()),
                held.segments().name(hole.timeline(), hole.last()),
                hole.last() - hole.first() + 1,
                hole.since(),
                needs.stream().anyMatch(need -> need.isAfter(hole.timeline(), hole.last())),
                needs.stream()
                        .filter(need -> lacking.get(need).stream().anyMatch(hole::touches))
                        .map(Need::label)
                        .toList(),
                needs.stream()
                        .filter(need -> !atTheEnd && !need.isAfter(hole.timeline(), hole.last()))
                        .map(Need::label)
                        .toList());
    }

    /** The oldest backup that a timeline can go on from; without one its WAL is nobody's business. */
    private OptionalLong bound(int timeline) {
        return needs.stream()
                .filter(need -> need.timeline() <= timeline)
                .mapToLong(Need::start)
                .min();
    }

    private boolean isRetention(Hole hole) {
        return needs.stream().anyMatch(need -> need.stop() + 1 == hole.first())
                && needs.stream().anyMatch(need -> need.start() - 1 == hole.last())
                && held.allBefore(
                        hole.first(), this::bound, number -> needs.stream().anyMatch(need -> need.has(number)));
    }
}
