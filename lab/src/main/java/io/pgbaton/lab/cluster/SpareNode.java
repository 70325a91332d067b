package io.pgbaton.lab.cluster;

import io.pgbaton.lab.LabOptions;
import io.pgbaton.lab.Layout;

/** A node on which nothing runs yet but agents: all is written down for a member of a cluster that comes from a backup. */
public final class SpareNode {
    private SpareNode() {}

    public static void write(Layout layout, LabOptions options, Secrets secrets, String node) {
        Scope scope = Scope.RESTORED;
        PatroniMember.writeConfigOfRestorable(layout, options, scope, node, secrets);
        NodeAgentHost.writeConfigOfSpare(layout, options, scope, node);
        new RestorableMember(layout, scope, node).write();
    }
}
