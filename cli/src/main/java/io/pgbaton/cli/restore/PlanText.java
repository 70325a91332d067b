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
    private PlanText() {}

    /** @param scope that it is done in */
    public static List<String> lines(Scope scope, RestorePlan plan) {
        List<String> lines = new ArrayList<>();
        lines.add("backup " + plan.getSet() + " of stanza " + plan.getStanza() + " (" + plan.getFrom() + "), up to "
                + TargetWords.of(plan.getTarget()));
        lines.add("leader " + name(plan.getNodes(0)) + " of " + scope);
        replicas(plan, lines);
        lines.add(
                plan.getNewStanza().isEmpty()
                        ? "it archives nothing"
                        : "it archives into stanza " + plan.getNewStanza() + ", by " + plan.getBackupNode());
        return lines;
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
