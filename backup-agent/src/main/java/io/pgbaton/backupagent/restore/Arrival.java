package io.pgbaton.backupagent.restore;

import java.time.Duration;

/**
 * Waits until a member that was started is what it should be: pure, one look after the other.
 *
 * <pre>
 * look                                   verdict
 * arrived                                ARRIVED
 * Patroni answers                        waits, as long as it answers; its state is told
 * it does not, and never did             waits 60 s, then NEVER_CAME
 * it does not any more                   waits 20 s, then GAVE_UP: a bootstrap that fails ends Patroni
 * it runs, replays nothing for 10 min    STANDS_STILL
 * any, when the bound is over            TOO_LONG
 * </pre>
 *
 * @param answered when its Patroni answered last, monotonic nanoseconds
 * @param position that it replayed last, empty while it has none
 * @param moved when that changed, or it had none, monotonic nanoseconds
 */
public record Arrival(
        long begun, long bound, boolean everAnswered, long answered, String state, String position, long moved) {
    private static final Duration FIRST_WORD = Duration.ofSeconds(60);
    /** Whoever can stream from its leader does within that, also when there is nothing to replay. */
    private static final Duration STANDS = Duration.ofMinutes(10);

    private static final Duration SILENCE = Duration.ofSeconds(20);

    /** What came of it so far. */
    public enum Verdict {
        WAITS,
        ARRIVED,
        NEVER_CAME,
        GAVE_UP,
        STANDS_STILL,
        TOO_LONG
    }

    /** The next state, and whether it is over. */
    public record Step(Arrival next, Verdict verdict) {}

    public static Arrival begin(long now, Duration bound) {
        return new Arrival(now, bound.toNanos(), false, now, "", "", now);
    }

    public Step with(Look look, long now) {
        Arrival next = look.answers()
                ? new Arrival(
                        begun,
                        bound,
                        true,
                        now,
                        (look.role() + " " + look.state()).strip(),
                        look.position(),
                        look.position().isEmpty() || !look.position().equals(position) ? now : moved)
                : this;
        return new Step(next, next.verdict(look, now));
    }

    private Verdict verdict(Look look, long now) {
        if (look.arrived()) {
            return Verdict.ARRIVED;
        } else if (now - begun > bound) {
            return Verdict.TOO_LONG;
        } else if (!everAnswered && now - begun > FIRST_WORD.toNanos()) {
            return Verdict.NEVER_CAME;
        } else if (everAnswered && now - answered > SILENCE.toNanos()) {
            return Verdict.GAVE_UP;
        } else if (!position.isEmpty() && now - moved > STANDS.toNanos()) {
            return Verdict.STANDS_STILL;
        }
        return Verdict.WAITS;
    }
}
