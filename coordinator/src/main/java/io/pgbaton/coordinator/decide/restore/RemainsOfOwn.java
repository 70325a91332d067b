package io.pgbaton.coordinator.decide.restore;

import io.pgbaton.proto.v1.RestoreFailure;
import io.pgbaton.proto.v1.RestoreKind;
import io.pgbaton.proto.v1.RestorePhase;
import io.pgbaton.proto.v1.RestorePlan;
import io.pgbaton.proto.v1.RestoreState;
import java.util.ArrayList;
import java.util.List;

/** What a failed step of a restore into the own cluster leaves behind, a member of it or all. */
final class RemainsOfOwn {
    private RemainsOfOwn() {}

    static RestoreFailure of(String scope, RestoreState state, String name, String detail) {
        List<String> left = new ArrayList<>();
        for (int node = 0; node < state.getPlan().getNodesCount(); node++) {
            left.add(state.getPlan().getNodes(node).getNode() + ": " + on(state, node));
        }
        return RestoreFailure.newBuilder()
                .setPhase(state.getPhase())
                .setNode(Steps.agent(state))
                .setName(name)
                .setDetail(detail)
                .addAllLeft(left)
                .setNextStep(next(scope, state))
                .build();
    }

    private static String on(RestoreState state, int node) {
        boolean isAtIt = node == state.getNode() && state.getPhase() != RestorePhase.RESTORE_PHASE_CLEAN;
        if (state.getPlan().getDelta()) {
            return state.getAsideCount() == 0
                    ? "as it was"
                    : "stopped; what is restored over its own data is in <data directory>.restored, or in the data directory";
        } else if (!state.getAsideList().contains(node)) {
            return isAtIt && state.getPhase() == RestorePhase.RESTORE_PHASE_RESTORE
                    ? "runs as before; what was restored so far is in <data directory>.restored"
                    : "as it was";
        }
        String old = "its data of before is in <data directory>.old-" + state.getId();
        return switch (state.getPhase()) {
            case RESTORE_PHASE_SET_ASIDE ->
                isAtIt ? "stopped, or was to be; " + old + ", or in its place" : "stopped; " + old;
            case RESTORE_PHASE_CLEAN -> "stopped; " + old;
            default -> isAtIt || node > state.getNode() ? "does not run yet; " + old : "runs on restored data; " + old;
        };
    }

    private static String next(String scope, RestoreState state) {
        RestorePlan plan = state.getPlan();
        String command = plan.getKind() == RestoreKind.RESTORE_KIND_MEMBER
                ? "`pgbaton restore member " + scope + " " + plan.getNodes(0).getMember()
                : "`pgbaton restore in-place " + scope;
        String resume = "put it right, then " + command + " --resume " + state.getId() + "`";
        boolean canBeUndone = !state.getUndoing() && !plan.getDelta();
        return canBeUndone ? resume + "; or back to how it was: " + command + " --undo " + state.getId() + "`" : resume;
    }
}
