package io.pgbaton.coordinator.decide.restore;

import io.pgbaton.proto.v1.BackupAgentRegistration;
import io.pgbaton.proto.v1.RestoreNode;
import io.pgbaton.proto.v1.RestorePlan;
import io.pgbaton.proto.v1.RestoreTargetKind;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/** Whether a plan can be begun with whoever is there. What is on the disks of the nodes their agents see. */
final class PlanCheck {
    private PlanCheck() {}

    /** What is wrong with it, empty when nothing is. */
    static Optional<String> fault(RestorePlan plan, Around now, PatroniThere patroni) {
        if (plan.getNodesCount() == 0 || plan.getStanza().isEmpty()) {
            return Optional.of("the plan names no node or no stanza: ask with `pgbaton restore`");
        }
        Optional<String> fault =
                switch (plan.getKind()) {
                    case RESTORE_KIND_CLUSTER -> ofCluster(plan, now);
                    case RESTORE_KIND_MEMBER -> OwnCluster.member(plan, now, patroni);
                    case RESTORE_KIND_IN_PLACE -> OwnCluster.inPlace(plan, now, patroni);
                    case UNRECOGNIZED -> Optional.of("it asks for something that a newer version knows");
                };
        return fault.or(() -> target(plan)).or(() -> nodes(plan, now)).or(() -> archive(plan, now));
    }

    private static Optional<String> ofCluster(RestorePlan plan, Around now) {
        if (plan.getSet().isEmpty()) {
            return Optional.of("the plan names no backup: ask with `pgbaton restore cluster`");
        } else if (plan.getFrom().equals(now.scope())) {
            return Optional.of("a cluster is not restored beside itself: " + now.scope() + " is the source too");
        } else if (plan.getNewStanza().equals(plan.getStanza())) {
            return Optional.of("the new cluster cannot archive into stanza " + plan.getStanza()
                    + ", from which it comes: both archives would be lost");
        }
        return Optional.empty();
    }

    private static Optional<String> target(RestorePlan plan) {
        boolean needsValue = plan.getTarget().getKind() != RestoreTargetKind.RESTORE_TARGET_KIND_END
                && plan.getTarget().getKind() != RestoreTargetKind.RESTORE_TARGET_KIND_IMMEDIATE;
        return needsValue && plan.getTarget().getValue().isEmpty()
                ? Optional.of("the target has no value")
                : Optional.empty();
    }

    private static Optional<String> nodes(RestorePlan plan, Around now) {
        Set<String> seen = new HashSet<>();
        for (RestoreNode node : plan.getNodesList()) {
            if (!seen.add(node.getNode())) {
                return Optional.of("node " + node.getNode() + " is named twice");
            }
            boolean there = now.agents().stream()
                    .anyMatch(agent -> agent.getNode().equals(node.getNode())
                            && agent.getMembersList().contains(node.getMember()));
            if (!there) {
                return Optional.of("no backup agent on " + node.getNode() + " has member " + node.getMember() + " of "
                        + now.scope() + ": start it, with that under `members`");
            }
        }
        return Optional.empty();
    }

    private static Optional<String> archive(RestorePlan plan, Around now) {
        boolean there = plan.getNewStanza().isEmpty()
                || now.agents().stream()
                        .filter(agent -> agent.getNode().equals(plan.getBackupNode()))
                        .map(BackupAgentRegistration::getStanzasList)
                        .anyMatch(stanzas -> stanzas.contains(plan.getNewStanza()));
        return there
                ? Optional.empty()
                : Optional.of("backup agent " + plan.getBackupNode() + " has no stanza " + plan.getNewStanza() + " of "
                        + now.scope() + ": name it there, and in pgBackRest's configuration");
    }
}
