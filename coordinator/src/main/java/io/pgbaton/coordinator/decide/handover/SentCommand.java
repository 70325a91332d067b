package io.pgbaton.coordinator.decide.handover;

import io.pgbaton.proto.bus.BusRecord;

/**
 * A command that went out.
 *
 * @param sentAt monotonic nanoseconds of the last sending
 * @param attempts how often it was sent, from 1
 * @param answered an outcome or a refusal came
 */
public record SentCommand(BusRecord record, long sentAt, int attempts, boolean answered) {
    private static final long FIRST_WAIT_NANOS = 500_000_000L;
    private static final long LONGEST_WAIT_NANOS = 5_000_000_000L;
    /** With the waits above these last about as long as a handover may take (30 s). */
    private static final int MOST_ATTEMPTS = 9;

    public static SentCommand first(BusRecord record, long now) {
        return new SentCommand(record, now, 1, false);
    }

    public SentCommand again(long now) {
        return new SentCommand(record, now, attempts + 1, false);
    }

    public SentCommand answer() {
        return new SentCommand(record, sentAt, attempts, true);
    }

    public boolean mayBeRepeated() {
        return !answered && attempts < MOST_ATTEMPTS;
    }

    public boolean isDue(long now) {
        long wait = Math.min(FIRST_WAIT_NANOS << Math.min(attempts - 1, 8), LONGEST_WAIT_NANOS);
        return mayBeRepeated() && now - sentAt >= wait;
    }
}
