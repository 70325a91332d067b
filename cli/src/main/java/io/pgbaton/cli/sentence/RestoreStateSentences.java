package io.pgbaton.cli.sentence;

import io.pgbaton.proto.v1.RestoreFailure;
import io.pgbaton.proto.v1.RestorePhase;
import io.pgbaton.proto.v1.RestoreState;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;

/** How far a restore is, as {@code pgbaton status} shows it. */
public final class RestoreStateSentences {
    private static final Set<RestorePhase> OF_A_MEMBER = EnumSet.of(
            RestorePhase.RESTORE_PHASE_RESTORE,
            RestorePhase.RESTORE_PHASE_VERIFY,
            RestorePhase.RESTORE_PHASE_SET_ASIDE,
            RestorePhase.RESTORE_PHASE_START,
            RestorePhase.RESTORE_PHASE_PUT_BACK);
    private static final Set<RestorePhase> OVER = EnumSet.of(
            RestorePhase.RESTORE_PHASE_UNSPECIFIED,
            RestorePhase.RESTORE_PHASE_COMPLETED,
            RestorePhase.RESTORE_PHASE_UNDONE,
            RestorePhase.RESTORE_PHASE_FAILED);

    private RestoreStateSentences() {}

    /** Empty when none goes on. */
    public static Optional<String> goesOn(RestoreState state) {
        if (OVER.contains(state.getPhase())) {
            return Optional.empty();
        }
        String member = OF_A_MEMBER.contains(state.getPhase())
                ? " of " + state.getPlan().getNodes(state.getNode()).getMember()
                : "";
        return Optional.of(state.getId() + ": " + RestoreSentences.step(state.getPhase()) + member
                + Words.aside(state.getReason()));
    }

    /** Why it needs a person; empty when it does not. */
    public static Optional<String> problem(RestoreState state) {
        if (state.getPhase() == RestorePhase.RESTORE_PHASE_FAILED) {
            RestoreFailure why = state.getFailure();
            return Optional.of(RestoreSentences.standsStill(state.getId(), why) + "; " + why.getNextStep());
        }
        return goesOn(state)
                .filter(open -> !state.getWaitsFor().isEmpty())
                .map(open -> "restore " + state.getId() + " waits: " + state.getWaitsFor());
    }
}
