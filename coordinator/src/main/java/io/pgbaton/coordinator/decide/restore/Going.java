package io.pgbaton.coordinator.decide.restore;

import io.pgbaton.proto.v1.RestorePhase;
import io.pgbaton.proto.v1.RestoreState;

/**
 * The restore that goes on in a scope, or was the last. What is in {@code text} is in the description of the scope too, so
 * whoever takes the scope over goes on from there; the rest begins anew.
 *
 * @param since when the command of the step was sent last, or heard of, monotonic nanoseconds
 * @param there when the agent of the step was last seen to be there, monotonic nanoseconds
 */
public record Going(RestoreState text, long since, long there) {
    public static final Going NONE = new Going(RestoreState.getDefaultInstance(), 0, 0);

    /** As described by whoever had the scope before. */
    public static Going takenOver(RestoreState text, long now) {
        return new Going(text, now, now);
    }

    public boolean isOpen() {
        return switch (text.getPhase()) {
            case RESTORE_PHASE_UNSPECIFIED,
                    RESTORE_PHASE_COMPLETED,
                    RESTORE_PHASE_UNDONE,
                    RESTORE_PHASE_FAILED,
                    UNRECOGNIZED -> false;
            default -> true;
        };
    }

    public boolean isFailed() {
        return text.getPhase() == RestorePhase.RESTORE_PHASE_FAILED;
    }

    boolean isCommanded() {
        return !text.getCommandId().isEmpty();
    }

    Going with(RestoreState next) {
        return new Going(next, since, there);
    }

    Going heardAt(long now) {
        return new Going(text, now, there);
    }

    Going thereAt(long now) {
        return new Going(text, since, now);
    }
}
