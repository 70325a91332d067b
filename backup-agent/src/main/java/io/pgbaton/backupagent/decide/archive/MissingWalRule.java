package io.pgbaton.backupagent.decide.archive;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Which WAL is missing from one repository, from the beginning of its oldest backup on.
 *
 * <pre>
 * within a timeline             what lies between two runs of files
 * where a timeline begins       what lies between the furthest file before it and its first: of which timeline it was made a
 *                               name does not say, but the first file of a timeline is the one in which it begins
 * at the end                    what the newest backup needs and the archive does not reach
 * not that                      what lies exactly between two backups: retention of WAL that is shorter than that of backups
 *                               removes this, and nothing else
 * not yet                       what has not been passed for a while: files may overtake each other on their way
 * </pre>
 *
 * Not seen: the end of a timeline that a later one has in part, and all WAL between two backups taken away by somebody else.
 */
public final class MissingWalRule {
    private final WalSegments segments;
    private final List<KeptBackup> backups;
    private final List<MissingWal> missing = new ArrayList<>();

    private MissingWalRule(WalSegments segments, List<KeptBackup> backups) {
        this.segments = segments;
        this.backups = backups;
    }

    /**
     * @param runs by timeline, each in order
     * @param settled what came later says nothing yet of what is missing before it
     * @throws NumberFormatException when a backup names no segments
     */
    public static List<MissingWal> find(List<WalRun> runs, List<KeptBackup> backups, Instant settled) {
        MissingWalRule rule = new MissingWalRule(WalSegments.of(runs, backups), backups);
        if (!backups.isEmpty()) {
            rule.look(runs, settled);
        }
        return rule.missing;
    }

    private void look(List<WalRun> runs, Instant settled) {
        KeptBackup oldest =
                backups.stream().min(Comparator.comparingLong(this::start)).orElseThrow();
        Map<Integer, Long> reached = new HashMap<>();
        int timeline = WalSegments.timeline(oldest.walStart());
        long furthest = start(oldest) - 1;
        for (WalRun run : runs) {
            boolean known = reached.containsKey(run.timeline());
            long before = Math.max(known ? reached.get(run.timeline()) : furthest, start(oldest) - 1);
            if (segments.first(run) > before + 1 && run.came().isBefore(settled)) {
                add(known ? run.timeline() : timeline, before + 1, segments.first(run) - 1, run.came());
            }
            long last = segments.last(run);
            reached.put(run.timeline(), last);
            if (last > furthest) {
                furthest = last;
                timeline = run.timeline();
            }
        }
        KeptBackup newest =
                backups.stream().max(Comparator.comparing(KeptBackup::stop)).orElseThrow();
        if (stop(newest) > furthest) {
            add(WalSegments.timeline(newest.walStop()), furthest + 1, stop(newest), newest.stop());
        }
    }

    private void add(int timeline, long first, long last, Instant since) {
        if (isRetention(first, last)) {
            return;
        }
        missing.add(new MissingWal(
                segments.name(timeline, first),
                segments.name(timeline, last),
                last - first + 1,
                since,
                backups.stream().anyMatch(backup -> isAfter(backup, timeline, last)),
                backups.stream()
                        .filter(backup -> WalSegments.timeline(backup.walStop()) == timeline)
                        .filter(backup -> start(backup) <= last && stop(backup) >= first)
                        .map(KeptBackup::label)
                        .toList(),
                backups.stream()
                        .filter(backup -> !isAfter(backup, timeline, last))
                        .map(KeptBackup::label)
                        .toList()));
    }

    /** A later timeline begins after whatever of an earlier one it goes on from. */
    private boolean isAfter(KeptBackup backup, int timeline, long last) {
        int of = WalSegments.timeline(backup.walStart());
        return of > timeline || (of == timeline && start(backup) > last);
    }

    private boolean isRetention(long first, long last) {
        return backups.stream().anyMatch(backup -> stop(backup) + 1 == first)
                && backups.stream().anyMatch(backup -> start(backup) - 1 == last);
    }

    private long start(KeptBackup backup) {
        return segments.number(backup.walStart());
    }

    private long stop(KeptBackup backup) {
        return segments.number(backup.walStop());
    }
}
