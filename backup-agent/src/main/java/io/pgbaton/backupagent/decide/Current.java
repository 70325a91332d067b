package io.pgbaton.backupagent.decide;

import java.util.ArrayList;
import java.util.List;

/**
 * The job that has its turn.
 *
 * @param serial of this attempt; timers of others are not ours
 * @param since when it was launched or found, monotonic nanoseconds
 * @param toldAt when its progress was told last
 * @param told hundredths of a percent that were told last
 * @param why it waits, for whoever looks
 */
public record Current(
        Attempt attempt,
        Phase phase,
        long serial,
        long since,
        long toldAt,
        Line.Progress progress,
        int told,
        List<String> warnings,
        String why) {
    private static final int MOST_WARNINGS = 5;
    private static final Line.Progress NONE = new Line.Progress(0, 0);

    /** What it does. */
    public enum Phase {
        LOCKING,
        WAITING,
        STARTING,
        RUNNING,
        STOPPING
    }

    public Current {
        warnings = List.copyOf(warnings);
    }

    static Current of(Attempt attempt, Phase phase, long serial, long at) {
        return new Current(attempt, phase, serial, at, at, NONE, 0, List.of(), "");
    }

    Current in(Phase next) {
        return new Current(attempt, next, serial, since, toldAt, progress, told, warnings, why);
    }

    Current waiting(String reason) {
        return new Current(attempt, Phase.WAITING, serial, since, toldAt, progress, told, warnings, reason);
    }

    Current launched(long at) {
        return new Current(attempt, Phase.STARTING, serial, at, at, NONE, 0, List.of(), "");
    }

    Current seen(Line.Progress now) {
        return new Current(attempt, phase, serial, since, toldAt, now, told, warnings, why);
    }

    Current told(long at) {
        return new Current(attempt, phase, serial, since, at, progress, progress.hundredths(), warnings, why);
    }

    Current warned(String text) {
        if (warnings.size() >= MOST_WARNINGS) {
            return this;
        }
        List<String> more = new ArrayList<>(warnings);
        more.add(text);
        return new Current(attempt, phase, serial, since, toldAt, progress, told, more, why);
    }

    /** Whether pgBackRest is, or may be, at work for it. */
    public boolean isLaunched() {
        return phase == Phase.STARTING || phase == Phase.RUNNING || phase == Phase.STOPPING;
    }
}
