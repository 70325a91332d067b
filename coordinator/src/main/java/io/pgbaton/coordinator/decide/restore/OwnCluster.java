package io.pgbaton.coordinator.decide.restore;

import io.pgbaton.proto.v1.RestoreNode;
import io.pgbaton.proto.v1.RestorePlan;
import io.pgbaton.proto.v1.RestoreTargetKind;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** Whether a plan for a cluster that is there may be begun, by what Patroni keeps of it (R10). */
final class OwnCluster {
    private OwnCluster() {}

    static Optional<String> member(RestorePlan plan, Around now, PatroniThere patroni) {
        String member = plan.getNodes(0).getMember();
        if (plan.getNodesCount() != 1) {
            return Optional.of("one member at a time: the plan has " + plan.getNodesCount());
        } else if (patroni.leader().isEmpty()) {
            return Optional.of(now.scope() + " has no leader that " + member
                    + " could follow: see `pgbaton status`; without any leader, `pgbaton restore in-place`");
        } else if (patroni.leader().equals(member)) {
            return Optional.of(member + " is the leader: switch over first, then rebuild it as a replica");
        } else if (plan.getTarget().getKind() != RestoreTargetKind.RESTORE_TARGET_KIND_END) {
            return Optional.of("a replica has no target: it follows its leader");
        }
        return common(plan, now, patroni);
    }

    static Optional<String> inPlace(RestorePlan plan, Around now, PatroniThere patroni) {
        Set<String> left = new TreeSet<>(patroni.members());
        left.removeAll(plan.getNodesList().stream().map(RestoreNode::getMember).collect(Collectors.toSet()));
        if (!left.isEmpty()) {
            return Optional.of("the plan leaves out " + String.join(", ", left)
                    + ", which would be promoted on today's data: all members of " + now.scope() + " go back, or none");
        } else if (!plan.getNewStanza().equals(plan.getStanza())) {
            return Optional.of("a cluster that goes back archives where it did, into stanza " + plan.getStanza());
        } else if (plan.getSet().isEmpty()) {
            return Optional.of("the plan names no backup: ask with `pgbaton restore in-place`");
        } else if (plan.getDelta()) {
            return Optional.of("in place nothing is restored over today's data: it is kept aside");
        }
        return common(plan, now, patroni);
    }

    private static Optional<String> common(RestorePlan plan, Around now, PatroniThere patroni) {
        if (!plan.getFrom().equals(now.scope())) {
            return Optional.of("its backup is of " + plan.getFrom() + ", not of " + now.scope());
        }
        String there = patroni.systemIdentifier();
        boolean another = !plan.getSystemIdentifier().isEmpty()
                && !there.isEmpty()
                && !plan.getSystemIdentifier().equals(there);
        if (another) {
            return Optional.of("the backup is of system identifier " + plan.getSystemIdentifier() + ", and "
                    + now.scope() + " is " + there + ": it is the stanza of another cluster");
        } else if (plan.getSystemIdentifier().isEmpty() && there.isEmpty()) {
            return Optional.of("nobody knows the system identifier of " + now.scope()
                    + ": Patroni's key initialize does not say it");
        }
        return Optional.empty();
    }
}
