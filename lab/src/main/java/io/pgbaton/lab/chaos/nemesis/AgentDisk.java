package io.pgbaton.lab.chaos.nemesis;

import io.pgbaton.lab.Host;
import io.pgbaton.lab.Lab;
import io.pgbaton.lab.Layout;
import io.pgbaton.lab.What;
import io.pgbaton.lab.cluster.NodeAgentHost;
import io.pgbaton.lab.cluster.PatroniMember;
import io.pgbaton.lab.machine.SmallDisk;

/** The state folder of each node agent, its journal in it, on a small disk of its own. */
public final class AgentDisk {
    /** The journal grows in pieces of 4 MiB. */
    private static final int MEBIBYTES = 24;

    private AgentDisk() {}

    static SmallDisk of(Layout layout, String node) {
        return new SmallDisk(NodeAgentHost.stateFolder(layout, node));
    }

    /** Stops each agent for the moment that it takes, and keeps its journal: a chain that began anew would look like a loss. */
    public static void mountAll(Lab lab) {
        for (Host node : lab.nodes()) {
            node.kill(What.NODE_AGENT, "TERM");
            of(lab.layout(), node.name()).mount(MEBIBYTES, PatroniMember.USER);
            node.start(What.NODE_AGENT);
        }
    }
}
