package io.pgbaton.cli.restore;

import io.pgbaton.cli.sentence.TargetWords;
import io.pgbaton.proto.Scope;
import io.pgbaton.proto.v1.RestoreNode;
import io.pgbaton.proto.v1.RestorePlan;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** A plan for people: what would be done. */
public final class PlanText {
    private static final String ASIDE = ", as <data directory>.old-<id>";

    private PlanText() {}

    /** @param scope that it is done in */
    public static List<String> lines(Scope scope, RestorePlan plan) {
        List<String> lines = new ArrayList<>();
        lines.add("backup " + plan.getSet() + " of stanza " + plan.getStanza() + " (" + plan.getFrom() + "), up to "
                + TargetWords.of(plan.getTarget()));
        switch (plan.getKind()) {
            case RESTORE_KIND_MEMBER -> member(scope, plan, lines);
            case RESTORE_KIND_IN_PLACE -> inPlace(scope, plan, lines);
            case RESTORE_KIND_CLUSTER, UNRECOGNIZED -> cluster(scope, plan, lines);
        }
        return lines;
    }

    private static void cluster(Scope scope, RestorePlan plan, List<String> lines) {
        lines.add("leader " + name(plan.getNodes(0)) + " of " + scope);
        replicas(plan, lines);
        lines.add(
                plan.getNewStanza().isEmpty()
                        ? "it archives nothing"
                        : "it archives into stanza " + plan.getNewStanza() + ", by " + plan.getBackupNode());
    }

    private static void member(Scope scope, RestorePlan plan, List<String> lines) {
        lines.add("replica " + name(plan.getNodes(0)) + " of " + scope);
        lines.add(
                plan.getDelta()
                        ? "its data directory itself becomes what is restored; the old data is not kept"
                        : "its data of today is kept aside there" + ASIDE);
    }

    private static void inPlace(Scope scope, RestorePlan plan, List<String> lines) {
        lines.add("leader " + name(plan.getNodes(0)) + " of " + scope);
        replicas(plan, lines);
        lines.add("it goes on to archive into stanza " + plan.getNewStanza() + ", by " + plan.getBackupNode());
        lines.add("writes after " + TargetWords.of(plan.getTarget())
                + " will not be in the cluster; today's data is kept aside on each node" + ASIDE);
    }

    private static void replicas(RestorePlan plan, List<String> lines) {
        if (plan.getNodesCount() > 1) {
            lines.add("replicas "
                    + plan.getNodesList().stream().skip(1).map(PlanText::name).collect(Collectors.joining(", ")));
        }
    }

    private static String name(RestoreNode node) {
        return node.getMember() + " on " + node.getNode();
    }
}
