package io.pgbaton.backupagent.decide.archive;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.LongPredicate;

/** The WAL that one repository has, in segments from the beginning of all WAL. */
record WalHeld(List<WalRun> runs, WalSegments segments) {

    /** Whether a timeline that came later went on from before that segment, or from it. */
    boolean isLeftBehind(Hole hole) {
        return runs.stream()
                .filter(run -> run.timeline() > hole.timeline())
                .anyMatch(run -> segments.first(run) <= hole.first());
    }

    /** Whether nothing is there that was written later. */
    boolean endsBefore(Hole hole) {
        return runs.stream()
                .filter(run -> run.timeline() >= hole.timeline())
                .allMatch(run -> segments.last(run) < hole.last());
    }

    /** What of it is not there. */
    List<Hole> lacks(Need need) {
        List<Hole> holes = new ArrayList<>();
        long next = need.start();
        for (WalRun run : runs) {
            if (run.timeline() == need.timeline() && segments.last(run) >= next) {
                add(holes, need, next, Math.min(segments.first(run) - 1, need.stop()));
                next = Math.max(next, segments.last(run) + 1);
            }
        }
        add(holes, need, next, need.stop());
        return holes;
    }

    /** Whether each segment before that one, and from the bound of its timeline on, is as wanted. */
    boolean allBefore(long number, BoundOf bound, LongPredicate wanted) {
        for (WalRun run : runs) {
            OptionalLong from = bound.of(run.timeline());
            long last = Math.min(segments.last(run), number - 1);
            for (long one = Math.max(segments.first(run), from.orElse(number)); one <= last; one++) {
                if (!wanted.test(one)) {
                    return false;
                }
            }
        }
        return true;
    }

    /** Before it WAL of a timeline is nobody's business. */
    interface BoundOf {
        OptionalLong of(int timeline);
    }

    private static void add(List<Hole> holes, Need need, long first, long last) {
        if (first <= last) {
            holes.add(new Hole(need.timeline(), first, last, Optional.of(need.ended())));
        }
    }
}
