package io.pgbaton.backupagent.decide.member;

import io.pgbaton.proto.v1.MemberFault;
import java.util.Optional;

/**
 * What is known of one member.
 *
 * @param suspicion it looks broken, and that is not told yet
 * @param told what was told last, and has not ended
 * @param busy since when somebody has been at work on it, and nothing else was seen; monotonic nanoseconds
 */
public record WatchState(Optional<Suspicion> suspicion, Optional<Told> told, Optional<Long> busy) {
    public static final WatchState UNKNOWN = new WatchState(Optional.empty(), Optional.empty(), Optional.empty());

    /** @param since monotonic nanoseconds */
    record Suspicion(long since, long sinceMicros) {}

    /** @param again it was told by an earlier life: if it still is so, it is told once more */
    record Told(MemberFault fault, long sinceMicros, boolean again) {}

    /** An earlier life told it, and not its end. */
    public static WatchState toldBefore(MemberFault fault) {
        return new WatchState(Optional.empty(), Optional.of(new Told(fault, 0, true)), Optional.empty());
    }

    /** That is told and has not ended. */
    public Optional<MemberFault> fault() {
        return told.map(Told::fault);
    }
}
