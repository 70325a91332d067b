package io.pgbaton.cli.read;

import io.pgbaton.cli.sentence.RehearsalSentences;
import io.pgbaton.proto.v1.ClusterState;
import io.pgbaton.proto.v1.RehearsalResult;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;

/**
 * The last rehearsal of a scope, as a coordinator described it.
 *
 * @param heldBack no other one is due: the scope is paused or flapping
 * @param age since it ended, by the clocks of two hosts
 */
public record LastRehearsal(RehearsalResult result, boolean heldBack, Duration age) {
    private static final int INTERVALS = 3;

    /** Empty when there was none. */
    public static Optional<LastRehearsal> of(ScopeState state, Optional<ClusterState> described, Instant now) {
        boolean held = state.handsOff().paused() || state.flapping().isPresent();
        return described
                .filter(ClusterState::hasLastRehearsal)
                .map(ClusterState::getLastRehearsal)
                .map(last -> new LastRehearsal(last, held, age(last, now)));
    }

    /** What is wrong with it; empty when nothing is. */
    public Optional<String> problem() {
        if (!result.getCompleted()) {
            return Optional.of(RehearsalSentences.of(result) + "; `pgbaton rehearse` tries it again");
        }
        return isStale()
                ? Optional.of("the last rehearsal ended " + age.toMinutes() + " min ago, and one is due every "
                        + every().toSeconds() + " s: is there a coordinator?")
                : Optional.empty();
    }

    private boolean isStale() {
        return !heldBack && !every().isZero() && age.compareTo(every().multipliedBy(INTERVALS)) > 0;
    }

    private Duration every() {
        return Duration.of(result.getEveryUs(), ChronoUnit.MICROS);
    }

    private static Duration age(RehearsalResult last, Instant now) {
        Duration age = Duration.between(Instant.EPOCH.plus(last.getEndedUs(), ChronoUnit.MICROS), now);
        return age.isNegative() ? Duration.ZERO : age;
    }
}
