package io.pgbaton.coordinator.decide.restore;

import io.pgbaton.proto.v1.RestoreFailure;
import io.pgbaton.proto.v1.RestoreKind;
import io.pgbaton.proto.v1.RestoreNode;
import io.pgbaton.proto.v1.RestorePhase;
import io.pgbaton.proto.v1.RestoreState;
import java.util.ArrayList;
import java.util.List;

/** What a failed step leaves behind, in sentences: on which node is what, how to go on, how to clean up. */
final class Remains {
    private Remains() {}

    static RestoreFailure of(String scope, RestoreState state, String name, String detail) {
        if (state.getPlan().getKind() != RestoreKind.RESTORE_KIND_CLUSTER) {
            return RemainsOfOwn.of(scope, state, name, detail);
        }
        List<String> left = new ArrayList<>();
        for (int i = 0; i < state.getPlan().getNodesCount(); i++) {
            RestoreNode node = state.getPlan().getNodes(i);
            left.add(node.getNode() + ": " + on(state, i));
        }
        if (!state.getPlan().getNewStanza().isEmpty() && isArchived(state)) {
            left.add(state.getPlan().getBackupNode() + ": stanza "
                    + state.getPlan().getNewStanza() + " was created, or was to be");
        }
        return RestoreFailure.newBuilder()
                .setPhase(state.getPhase())
                .setNode(Steps.agent(state))
                .setName(name)
                .setDetail(detail)
                .addAllLeft(left)
                .setNextStep("put it right, then `pgbaton restore cluster --to " + scope + " --resume " + state.getId()
                        + "`; or clean up: stop Patroni on these nodes, remove the folders, `patronictl remove`, and end it with"
                        + " `--undo " + state.getId() + "` in place of --resume")
                .build();
    }

    private static String on(RestoreState state, int node) {
        if (node > state.getNode()) {
            return "untouched";
        } else if (node < state.getNode() || isAboutTheArchive(state)) {
            return node == 0 ? "the new leader, running" : "a replica, running";
        } else if (state.getPhase() == RestorePhase.RESTORE_PHASE_RESTORE) {
            return "what was restored so far, if anything, is in <data directory>.restored; the data directory is as it was";
        }
        return "the restored data is in <data directory>.restored, in the data directory, or in a folder beside it that Patroni"
                + " moved it to";
    }

    private static boolean isArchived(RestoreState state) {
        return isAboutTheArchive(state) || state.getNode() > 0;
    }

    private static boolean isAboutTheArchive(RestoreState state) {
        return switch (state.getPhase()) {
            case RESTORE_PHASE_STANZA_CREATE, RESTORE_PHASE_CHECK, RESTORE_PHASE_BACKUP -> true;
            default -> false;
        };
    }
}
