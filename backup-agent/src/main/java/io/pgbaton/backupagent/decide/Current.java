package io.pgbaton.backupagent.decide;

/**
 * The job that has its turn.
 *
 * @param serial of this attempt; timers of others are not ours
 * @param since when it was launched or found, monotonic nanoseconds
 * @param toldAt when its progress was told last
 * @param told hundredths of a percent that were told last, {@link #UNTOLD} before
 * @param why it waits, for whoever looks
 */
public record Current(
        Attempt attempt, Phase phase, long serial, long since, long toldAt, int told, Heard heard, String why) {
    static final int UNTOLD = -1;

    /** What it does. */
    public enum Phase {
        LOCKING,
        WAITING,
        STARTING,
        RUNNING,
        STOPPING
    }

    static Current of(Attempt attempt, Phase phase, long serial, long at) {
        return new Current(attempt, phase, serial, at, at, UNTOLD, Heard.NOTHING, "");
    }

    Current in(Phase next) {
        return new Current(attempt, next, serial, since, toldAt, told, heard, why);
    }

    /** @param next the attempt that comes when the wait is over */
    Current waiting(Attempt next, String reason) {
        return new Current(next, Phase.WAITING, serial, since, toldAt, told, heard, reason);
    }

    Current launched(long at) {
        return of(attempt, Phase.STARTING, serial, at);
    }

    Current hearing(Line line) {
        return new Current(attempt, phase, serial, since, toldAt, told, heard.and(line), why);
    }

    Current told(long at) {
        return new Current(attempt, phase, serial, since, at, progress().hundredths(), heard, why);
    }

    /** As far as it was heard. */
    public Line.Progress progress() {
        return heard.progress();
    }

    /** Whether pgBackRest is, or may be, at work for it. */
    public boolean isLaunched() {
        return phase == Phase.STARTING || phase == Phase.RUNNING || phase == Phase.STOPPING;
    }
}
