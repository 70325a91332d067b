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
 * any, when the bound is over            TOO_LONG
 * </pre>
 *
 * @param answered when its Patroni answered last, monotonic nanoseconds
 */
public record Arrival(long begun, long bound, boolean everAnswered, long answered, String state) {
    private static final Duration FIRST_WORD = Duration.ofSeconds(60);
    private static final Duration SILENCE = Duration.ofSeconds(20);

    /** What came of it so far. */
    public enum Verdict {
        WAITS,
        ARRIVED,
        NEVER_CAME,
        GAVE_UP,
        TOO_LONG
    }

    /** The next state, and whether it is over. */
    public record Step(Arrival next, Verdict verdict) {}

    public static Arrival begin(long now, Duration bound) {
        return new Arrival(now, bound.toNanos(), false, now, "");
    }

    public Step with(Look look, long now) {
        Arrival next = look.answers()
                ? new Arrival(begun, bound, true, now, (look.role() + " " + look.state()).strip())
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
        }
        return Verdict.WAITS;
    }
}
