package io.pgbaton.coordinator.decide.restore;

import io.pgbaton.proto.v1.RestorePhase;
import io.pgbaton.proto.v1.RestorePlan;
import io.pgbaton.proto.v1.RestoreState;
import io.pgbaton.proto.v1.RestoreTargetKind;
import java.util.List;
import java.util.stream.IntStream;

/**
 * The order of the steps.
 *
 * <pre>
 * a new cluster   RESTORE 0, START 0, [STANZA_CREATE, CHECK, BACKUP, then of each other node RESTORE n,] START n
 * a member        RESTORE, SET_ASIDE, START; over its own data SET_ASIDE, RESTORE, START
 * in place        RESTORE 0, [VERIFY 0,] SET_ASIDE of all, the leader last, CLEAN, START 0, CHECK, BACKUP,
 *                 of each other node RESTORE n, START n
 * to undo         PUT_BACK of whatever was set aside, the last one first
 * </pre>
 *
 * In place the cluster serves until the first SET_ASIDE. With its replicas stopped first nobody is left whom Patroni could promote.
 */
final class Course {
    private Course() {}

    /** @param node index of it in the plan */
    record Step(RestorePhase phase, int node) {}

    static Step first(RestorePlan plan) {
        return new Step(plan.getDelta() ? RestorePhase.RESTORE_PHASE_SET_ASIDE : RestorePhase.RESTORE_PHASE_RESTORE, 0);
    }

    /** @param leader empty when there is none */
    static Step after(RestoreState state, String leader) {
        if (state.getUndoing()) {
            return back(state);
        }
        return switch (state.getPlan().getKind()) {
            case RESTORE_KIND_MEMBER -> ofMember(state.getPlan(), state.getPhase());
            case RESTORE_KIND_IN_PLACE -> inPlace(state, leader);
            case RESTORE_KIND_CLUSTER, UNRECOGNIZED -> ofCluster(state.getPlan(), state.getPhase(), state.getNode());
        };
    }

    /** The step that undoes what was set aside last. */
    static Step back(RestoreState state) {
        return state.getAsideCount() == 0
                ? new Step(RestorePhase.RESTORE_PHASE_UNDONE, 0)
                : new Step(RestorePhase.RESTORE_PHASE_PUT_BACK, state.getAside(state.getAsideCount() - 1));
    }

    /** Only the first node is restored from the source, and archives before another is made. */
    private static Step ofCluster(RestorePlan plan, RestorePhase phase, int node) {
        boolean archived = !plan.getNewStanza().isEmpty();
        return switch (phase) {
            case RESTORE_PHASE_RESTORE -> new Step(RestorePhase.RESTORE_PHASE_START, node);
            case RESTORE_PHASE_START ->
                node == 0 && archived
                        ? new Step(RestorePhase.RESTORE_PHASE_STANZA_CREATE, 0)
                        : nextNode(plan, node, archived);
            case RESTORE_PHASE_STANZA_CREATE -> new Step(RestorePhase.RESTORE_PHASE_CHECK, 0);
            case RESTORE_PHASE_CHECK -> new Step(RestorePhase.RESTORE_PHASE_BACKUP, 0);
            default -> nextNode(plan, node, archived);
        };
    }

    private static Step ofMember(RestorePlan plan, RestorePhase phase) {
        return switch (phase) {
            case RESTORE_PHASE_RESTORE ->
                new Step(plan.getDelta() ? RestorePhase.RESTORE_PHASE_START : RestorePhase.RESTORE_PHASE_SET_ASIDE, 0);
            case RESTORE_PHASE_SET_ASIDE ->
                new Step(plan.getDelta() ? RestorePhase.RESTORE_PHASE_RESTORE : RestorePhase.RESTORE_PHASE_START, 0);
            default -> new Step(RestorePhase.RESTORE_PHASE_COMPLETED, 0);
        };
    }

    private static Step inPlace(RestoreState state, String leader) {
        RestorePlan plan = state.getPlan();
        int node = state.getNode();
        return switch (state.getPhase()) {
            case RESTORE_PHASE_RESTORE ->
                node > 0
                        ? new Step(RestorePhase.RESTORE_PHASE_START, node)
                        : isVerified(plan) ? new Step(RestorePhase.RESTORE_PHASE_VERIFY, 0) : aside(state, leader);
            case RESTORE_PHASE_VERIFY, RESTORE_PHASE_SET_ASIDE -> aside(state, leader);
            case RESTORE_PHASE_CLEAN -> new Step(RestorePhase.RESTORE_PHASE_START, 0);
            case RESTORE_PHASE_START ->
                node == 0 ? new Step(RestorePhase.RESTORE_PHASE_CHECK, 0) : nextNode(plan, node, true);
            case RESTORE_PHASE_CHECK -> new Step(RestorePhase.RESTORE_PHASE_BACKUP, 0);
            default -> nextNode(plan, node, true);
        };
    }

    /** Recovery to the end of the archive has no target at which it could stand still and be looked at. */
    static boolean isVerified(RestorePlan plan) {
        return plan.getTarget().getKind() != RestoreTargetKind.RESTORE_TARGET_KIND_END;
    }

    /** The first of the plan, which mostly leads, is also the last when nobody knows who does. */
    private static Step aside(RestoreState state, String leader) {
        List<Integer> left = IntStream.range(0, state.getPlan().getNodesCount())
                .filter(node -> !state.getAsideList().contains(node))
                .boxed()
                .toList();
        return left.stream()
                .filter(node -> !state.getPlan().getNodes(node).getMember().equals(leader))
                .reduce((before, last) -> last)
                .or(() -> left.stream().findFirst())
                .map(node -> new Step(RestorePhase.RESTORE_PHASE_SET_ASIDE, node))
                .orElseGet(() -> new Step(RestorePhase.RESTORE_PHASE_CLEAN, 0));
    }

    private static Step nextNode(RestorePlan plan, int node, boolean archived) {
        if (node + 1 >= plan.getNodesCount()) {
            return new Step(RestorePhase.RESTORE_PHASE_COMPLETED, node);
        }
        return new Step(archived ? RestorePhase.RESTORE_PHASE_RESTORE : RestorePhase.RESTORE_PHASE_START, node + 1);
    }
}
